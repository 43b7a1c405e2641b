/** From an answer to bytes. */
import type { ServerResponse } from 'node:http';
import type { Answer, Call } from './behaviour.ts';
import { mediaType } from './body.ts';

/** The media type defaults to application/scim+json; application/json goes to those who accept nothing else (RFC 7644 §3.8). */
const contentType = (accept: string | undefined): string => {
  const accepted = (accept ?? '').split(',').map(mediaType);
  return accepted.includes('application/json') &&
    !accepted.some((type) => type === 'application/scim+json' || type === '*/*')
    ? 'application/json'
    : 'application/scim+json';
};

/** Adds what every answer with a body carries. */
export const respond = (answer: Answer, call: Call): Answer =>
  answer.body === undefined && answer.text === undefined
    ? answer
    : {
        ...answer,
        headers: {
          'content-type': contentType(call.headers.accept),
          'cache-control': 'private, no-cache',
          ...answer.headers,
        },
      };

/** Writes the answer; the body is left out for HEAD, 204 and 304. */
export const send = (answer: Answer, response: ServerResponse, isHead: boolean): void => {
  const text = answer.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
  const bytes = text === undefined ? undefined : Buffer.from(text, 'utf8');
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    response.setHeader(name, value);
  }
  if (bytes === undefined || answer.status === 204 || answer.status === 304) {
    if (answer.status !== 204 && answer.status !== 304) {
      response.setHeader('content-length', 0);
    }
    response.end();
    return;
  }
  response.setHeader('content-length', bytes.length);
  response.end(isHead ? undefined : bytes);
};
