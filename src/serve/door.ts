/** Who may come in, and how often. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { Answer, Call, Identity } from './behaviour.ts';
import { refusal } from './errors.ts';

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Whether a text is the secret; takes the same time for all of them. */
export const secretTest = (secret: string): ((given: string) => boolean) => {
  const expected = digest(secret);
  return (given) => timingSafeEqual(expected, digest(given));
};

/**
 * A bearer token (RFC 6750; the scheme in any case). Without a credential the challenge carries no error code (§3.1),
 * with a wrong one it says invalid_token.
 */
export const authenticate = (call: Call): Identity | Answer => {
  const header = call.headers.authorization;
  const token = /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
  const identity = token === undefined ? undefined : call.service.identify(token);
  if (identity !== undefined) {
    return identity;
  }
  if (isPublic(call)) {
    return { name: 'anonymous' };
  }
  const problem =
    header === undefined
      ? 'The request carries no credential; send Authorization: Bearer with a token.'
      : 'The credential is not valid.';
  return challenge(call, problem, header === undefined ? '' : ', error="invalid_token"');
};

const isPublic = ({ method, segments, service }: Call): boolean =>
  service.capabilities.publicConfig &&
  method === 'GET' &&
  segments.length === 1 &&
  segments[0] === 'ServiceProviderConfig';

const challenge = (call: Call, detail: string, parameters: string): Answer => {
  const answer = call.service.behaviour.errorAnswer(refusal(401, detail), call);
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': `Bearer realm="scimulate"${parameters}` } };
};

/** 429 (RFC 6585 §4) with the seconds to wait, once an identity is known, so that strangers cannot use up the rate. */
export const limit = (call: Call): Answer | undefined => {
  const { service } = call;
  const wait = service.ratePerSecond === undefined ? 0 : service.bucket.take(service.ratePerSecond);
  if (wait === 0) {
    return undefined;
  }
  const answer = service.behaviour.errorAnswer(refusal(429, 'Too many requests; wait and repeat.'), call);
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(Math.ceil(wait)) } };
};
