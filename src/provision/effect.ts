/** What an answer means for the one who has to know whether something was done. Pure. */
import { type Exchange, header, type WireResponse } from '../wire/exchange.ts';

export type Effect =
  /** As the identity provider needs it. */
  | 'done'
  /** Nothing was done, and sending it again would not help. */
  | 'refused'
  /** 409: something of that name is there already. */
  | 'conflict'
  /** 404: the resource is not there. */
  | 'gone'
  /** 429, 503: nothing was done, it may be sent again later. */
  | 'busy'
  /** It may have been done, or not. */
  | 'uncertain'
  /** The request never reached the target. */
  | 'unreached'
  /** No credential that the target accepts. */
  | 'unauthorized'
  /** Our user ended the run. */
  | 'interrupted';

/** Trouble of servers and of what stands before them: the request may have been carried out nevertheless. */
const UNSURE: ReadonlySet<number> = new Set([408, 500, 502, 504]);

/** A page for people, which no SCIM service provider sends: of a login, a proxy, a web server in its place. */
export const isPage = ({ body, text, headers }: WireResponse): boolean =>
  body === undefined &&
  text !== '' &&
  (/\bhtml\b/i.test(header(headers, 'content-type') ?? '') || /^\s*<(!doctype html|html)\b/i.test(text));

/** The effect of an exchange that was not answered as it should have been. */
export const effectOf = ({ response, problem }: Exchange): Effect => {
  if (response !== undefined) return effectOfStatus(response.status);
  switch (problem?.kind) {
    case 'resolve':
    case 'refused':
    case 'tls':
      return 'unreached';
    case 'auth':
      return 'unauthorized';
    case 'request':
      return 'refused';
    case 'aborted':
      return 'interrupted';
    default:
      return 'uncertain';
  }
};

const effectOfStatus = (status: number): Effect => {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'gone';
  if (status === 409) return 'conflict';
  if (status === 429 || status === 503) return 'busy';
  return UNSURE.has(status) ? 'uncertain' : 'refused';
};
