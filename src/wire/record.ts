import { type DecodedBody, decodeBody } from './body.ts';
import type { Exchange, HeaderList, WireProblem, WireResponse } from './exchange.ts';
import { freezeJson } from './json.ts';
import type { Limits } from './problem.ts';
import type { Redactor } from './redact.ts';
import type { Answer, Incoming } from './transport.ts';

/** The request as it was sent, and which attempt it was. */
export interface Sent {
  readonly number: number;
  readonly attempt: number;
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body?: string;
}

/** Many exchanges end in the same millisecond. */
let lastInstant = { milliseconds: 0, text: '' };
const instant = (milliseconds: number): string => {
  if (milliseconds !== lastInstant.milliseconds) {
    lastInstant = { milliseconds, text: new Date(milliseconds).toISOString() };
  }
  return lastInstant.text;
};

/** When there is no secret in the text, as is usual, there is none in what was read from it. */
const redactBody = (decoded: DecodedBody, redactor: Redactor): DecodedBody => {
  const text = redactor.text(decoded.text);
  const { body, bodyProblem, duplicateKeys } = decoded;
  if (text === decoded.text) return decoded;
  const shown = body === undefined ? undefined : redactor.json(body);
  if (shown !== undefined) freezeJson(shown);
  return {
    text,
    ...(shown === undefined ? {} : { body: shown }),
    ...(bodyProblem === undefined ? {} : { bodyProblem: redactor.text(bodyProblem) }),
    ...(duplicateKeys === undefined ? {} : { duplicateKeys: duplicateKeys.map(redactor.text) }),
  };
};

const readAnswer = (answer: Answer, redactor: Redactor, limits: Limits): WireResponse | WireProblem => {
  const decoded = decodeBody(answer.bytes, answer.headers, limits);
  if ('kind' in decoded) return decoded;
  const body = redactBody(decoded, redactor);
  if (body.duplicateKeys) Object.freeze(body.duplicateKeys);
  return Object.freeze({
    status: answer.status,
    headers: redactor.headers(answer.headers),
    ...body,
  });
};

/** Makes the record of one exchange: this is the sink where secrets are taken out and everything is frozen. */
export const recordExchange = (sent: Sent, incoming: Incoming, redactor: Redactor, limits: Limits): Exchange => {
  const result = incoming.answer ? readAnswer(incoming.answer, redactor, limits) : incoming.problem;
  const problem = result && 'kind' in result ? { ...result, message: redactor.text(result.message) } : undefined;
  return Object.freeze({
    number: sent.number,
    at: instant(incoming.sentAt),
    durationMs: incoming.durationMs,
    attempt: sent.attempt,
    request: Object.freeze({
      method: sent.method,
      url: redactor.text(sent.url),
      headers: redactor.headers(sent.headers),
      ...(sent.body === undefined ? {} : { body: redactor.text(sent.body) }),
    }),
    ...(result && 'status' in result ? { response: result } : {}),
    ...(problem ? { problem: Object.freeze(problem) } : {}),
  });
};
