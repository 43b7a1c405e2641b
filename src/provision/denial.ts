/** The run has no credential that the target accepts: why, and what to do. */
import { answered, requestLine } from '../speak/answer.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Stop } from './events.ts';

const GOES_ON = 'the same command goes on where this one ended.';

/**
 * Undefined for an exchange that was not denied for its credential.
 * @param renewed it was sent again with a new credential, after another had been refused
 */
export const denialOf = (exchange: Exchange, renewed: boolean, baseUrl: string): Stop | undefined => {
  const { response, problem } = exchange;
  if (problem?.kind === 'auth') {
    return { kind: 'lost', because: problem.message, hint: `Nothing was sent without it; ${GOES_ON}` };
  }
  if (response?.status !== 401) return undefined;
  const because = `the credential is not accepted: ${requestLine(exchange, baseUrl)} ${answered(exchange)}`;
  if (!renewed) return { kind: 'lost', because, hint: `Give another token; ${GOES_ON}` };
  return {
    kind: 'lost',
    because: `${because}, and so it did to one that was fetched just now`,
    hint: `Find out why a new token is refused (its scope or audience, or whom it was made for); ${GOES_ON}`,
  };
};
