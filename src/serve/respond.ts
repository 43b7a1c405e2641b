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

/** An answer as HTTP carries it. */
export interface Message {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** The body is left out for 204 and 304. */
export const toMessage = ({ status, headers, body, text }: Answer): Message => {
  if (status === 204 || status === 304) {
    return { status, headers: headers ?? {}, bytes: Buffer.alloc(0) };
  }
  const bytes = Buffer.from(text ?? (body === undefined ? '' : JSON.stringify(body)), 'utf8');
  return { status, headers: { ...headers, 'content-length': String(bytes.length) }, bytes };
};

/** Writes the answer, for HEAD without its body. */
export const send = (answer: Answer, response: ServerResponse, isHead: boolean): void => {
  const { status, headers, bytes } = toMessage(answer);
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, value);
  }
  response.end(isHead || bytes.length === 0 ? undefined : bytes);
};
