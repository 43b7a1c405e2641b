import { isError } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

/** What only the inside of a server writes. */
const INSIDES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a stack trace', /\bat [\w.$<>[\] ]{1,100} ?\([^()\n]{1,300}:\d+(?::\d+)?\)/],
  ['a stack trace', /\bat [\w.$]{1,200}\([\w$]{1,100}\.(?:java|kt|scala|groovy):\d+\)/],
  ['a stack trace', /Traceback \(most recent call last\)|File "[^"\n]{1,300}", line \d+/],
  ['a stack trace', /#\d+ \/[^\s(]{1,300}\(\d+\): /],
  [
    'a message of the database',
    /SQLSTATE\[?\d|\bORA-\d{5}\b|duplicate key value violates unique constraint|syntax error at or near|You have an error in your SQL syntax|\bE11000 duplicate key/,
  ],
  ['the name of an exception', /\b(?:[a-z][\w$]{0,40}\.){2,10}[A-Z][\w$]{0,80}(?:Exception|Error)\b/],
  [
    'a path of the file system',
    /(?:\/(?:usr|home|var|opt|srv|app)\/[\w.-]{1,100}\/[\w./-]{1,200}\.(?:js|ts|py|rb|php|go|java)\b)|[A-Z]:\\\\[\w\\ .-]{1,200}\.(?:cs|dll|js)\b|node_modules\//,
  ],
];

export const errorReveals = defineCheck({
  name: 'error-reveals',
  title: 'Errors do not show the inside of the server',
  level: 'SHOULD',
  cites: ['RFC7644-3.12-21', 'RFC9865-5.2-02'],
  why: 'Stack traces, SQL and file paths tell an attacker what runs there, and they end up in the logs of the identity provider.',
  judge(answer) {
    if (!isError(answer) || answer.response.text === '') return undefined;
    const text = answer.response.text.slice(0, 20_000);
    const sent = `${answer.url}\n${answer.requestBody ?? ''}`;
    const found = INSIDES.flatMap(([what, pattern]) => {
      const match = pattern.exec(text)?.[0];
      // What the request itself contained is only an echo.
      return match === undefined || sent.includes(match)
        ? []
        : [broken('', `the error shows ${what}`, { actual: match.slice(0, 200) })];
    });
    return found.slice(0, 1);
  },
});
