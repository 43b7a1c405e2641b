/** Whether the target is there at all: what a run hears of it, over all its requests. */
import { answered, requestLine } from '../speak/answer.ts';
import { type Exchange, header, type WireResponse } from '../wire/exchange.ts';
import { isPage } from './effect.ts';
import type { Stop } from './events.ts';

export interface Hearing {
  hear(exchange: Exchange): void;
  /** When it last was the target itself that spoke, and did not ask for patience: on the clock of `performance`, 0 for never. */
  spokeAt(): number;
  /**
   * Why the run would have to end, as long as nothing has been heard of the target since something went wrong. What is refused
   * in the meantime is nobody's fault.
   */
  silence(): Stop | undefined;
  /** It has been silent for so long that it is taken to be away. */
  isAway(): boolean;
}

/** Asked to wait: neither a word about the request, nor silence. */
const BUSY: ReadonlySet<number> = new Set([429, 503]);
/** What stands before the target does not reach it. */
const GATEWAY: ReadonlySet<number> = new Set([502, 504]);
/** So many requests in a row without a word, if it lasts; a restart of the target is no reason to give up. */
const SILENCE = { requests: 12, ms: 2000, most: 100 } as const;

/** A redirection is not followed: the token is for this target alone. */
const leadsAway = ({ status }: WireResponse): boolean => status >= 300 && status < 400 && status !== 304;

type Word = 'own' | 'none' | 'unreached' | 'neutral';

const wordOf = ({ response, problem }: Exchange): Word => {
  if (response !== undefined) {
    if (BUSY.has(response.status)) return 'neutral';
    return GATEWAY.has(response.status) || leadsAway(response) || isPage(response) ? 'none' : 'own';
  }
  switch (problem?.kind) {
    case 'resolve':
    case 'refused':
    case 'tls':
      return 'unreached';
    case 'timeout':
    case 'closed':
    case 'protocol':
      return 'none';
    default:
      return 'neutral';
  }
};

export const createHearing = (baseUrl: string): Hearing => {
  let spoke = 0;
  let last: Exchange | undefined;
  let since = 0;
  let requests = 0;
  return {
    hear(exchange) {
      const word = wordOf(exchange);
      if (word === 'neutral') return;
      if (word === 'own') {
        spoke = performance.now();
        last = undefined;
        requests = 0;
        return;
      }
      if (last === undefined) since = performance.now();
      last = exchange;
      // Those that do not even arrive are sent again, and end the run by themselves.
      if (word === 'none') requests += 1;
    },
    spokeAt: () => spoke,
    silence: () => (last === undefined ? undefined : lost(last, baseUrl)),
    isAway: () => requests >= SILENCE.requests && (requests >= SILENCE.most || performance.now() - since >= SILENCE.ms),
  };
};

const GOES_ON = 'The same command goes on where this one ended, once the target answers again.';

const lost = (exchange: Exchange, baseUrl: string): Stop => {
  const { response, problem } = exchange;
  const because = problem?.message ?? `${requestLine(exchange, baseUrl)} ${answered(exchange)}`;
  if (response !== undefined && leadsAway(response)) {
    const location = header(response.headers, 'location');
    const to = location === undefined ? '' : ` It leads to ${location.slice(0, 200)}`;
    return { kind: 'lost', because, hint: `Is the URL right?${to}${to === '' ? '' : ', which is not followed.'}` };
  }
  if (response === undefined || !isPage(response) || GATEWAY.has(response.status)) {
    return { kind: 'lost', because, hint: GOES_ON };
  }
  const hint = `That is no SCIM: is the URL right, and does no login page stand before it? ${GOES_ON}`;
  return { kind: 'lost', because, hint };
};
