import { type Answer, isError, responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

/** Paths that are not SCIM's, and the base URL itself, where a server may greet people. */
const ELSEWHERE: ReadonlySet<Answer['target']['kind']> = new Set(['unknown', 'root'] as const);

export const jsonBody = defineCheck({
  name: 'json-body',
  title: 'The body of every successful answer is JSON in UTF-8',
  level: 'MUST',
  cites: ['RFC7644-3.8-01', 'RFC7643-2.3.3-01'],
  why: 'A page of HTML with status 200, from a login form or a single-page application, is taken for a SCIM answer.',
  judge(answer) {
    if (isError(answer) || ELSEWHERE.has(answer.target.kind) || answer.response.text === '') return undefined;
    const { text, bodyProblem } = answer.response;
    if (text.startsWith('\ufeff')) return [broken('', 'the body begins with a byte order mark')];
    if (bodyProblem !== undefined) return [broken('', 'the body is not JSON', { actual: bodyProblem })];
    const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(responseHeader(answer, 'content-type') ?? '')?.[1];
    if (charset === undefined || /^utf-?8$/i.test(charset) || /^us-ascii$/i.test(charset)) return [];
    return [broken('header.content-type', 'the body is not in UTF-8', { actual: charset, expected: 'utf-8' })];
  },
});
