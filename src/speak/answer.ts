/** Answers in a few words, for reasons and messages. What a target says in them is cut short, never trusted. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json } from '../scim/json.ts';
import { type Exchange, header } from '../wire/exchange.ts';

const LONGEST = 160;

export const cut = (text: string, longest = LONGEST): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;

const scimError = (body: Json | undefined): string => {
  if (!isObject(body)) return '';
  const words = [getIgnoringCase(body, 'scimType'), getIgnoringCase(body, 'detail')].filter(
    (word): word is string => typeof word === 'string' && word !== '',
  );
  return words.length === 0 ? '' : ` (${cut(words.join(': '))})`;
};

/** `GET /Users` */
export const requestLine = (exchange: Exchange, baseUrl: string): string => {
  const { method, url } = exchange.request;
  const target = url.startsWith(baseUrl) ? url.slice(baseUrl.length) || '/' : url;
  return `${method} ${cut(target)}`;
};

/** `answered 501`, `answered 200 with text/html instead of JSON`, or what went wrong on the way. */
export const answeredBriefly = ({ response, problem }: Exchange): string => {
  if (response === undefined) return `got no answer: ${problem?.message ?? 'unknown problem'}`;
  const { status, body, bodyProblem, text } = response;
  const type = header(response.headers, 'content-type')?.split(';')[0]?.trim();
  if (body === undefined && text !== '') {
    return bodyProblem !== undefined && /json/i.test(type ?? '')
      ? `answered ${status} with broken JSON (${cut(bodyProblem)})`
      : `answered ${status} with ${cut(type ?? 'something')} instead of JSON`;
  }
  return `answered ${status}`;
};

/** The same with what a SCIM error says: `answered 400 (invalidValue: …)`. */
export const answered = (exchange: Exchange): string =>
  `${answeredBriefly(exchange)}${(exchange.response?.status ?? 0) >= 400 ? scimError(exchange.response?.body) : ''}`;
