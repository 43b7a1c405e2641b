/** What a check is: a sentence that must be true of every exchange it applies to. */
import type { Reason } from '../expect/reason.ts';
import type { CaseInfo } from '../run/events.ts';
import type { ResourceModel, ResourceType } from '../scim/schema.ts';
import type { IdpNeed, Level } from '../suite/model.ts';
import type { Exchange } from '../wire/exchange.ts';
import { type Answer, readAnswer } from './answer.ts';
import { type Memory, remembered } from './memory.ts';

export { createMemory, type Memory } from './memory.ts';

export interface CheckContext {
  readonly models: readonly ResourceModel[];
  readonly baseUrl: string;
  readonly resourceTypes: readonly ResourceType[];
  /** Saves reading an exchange once per check. */
  readonly memory?: Memory;
}

/** Watches all traffic of a run. Pure: it sees one exchange at a time and remembers nothing. */
export interface Check extends CaseInfo {
  /** Reasons why the exchange breaks the sentence; none when it keeps it; undefined when it does not apply. */
  examine(exchange: Exchange, context: CheckContext): readonly Reason[] | undefined;
}

/** What the author of a check writes. */
export interface CheckDefinition {
  /** After `exchange/`. */
  readonly name: string;
  /** A sentence that is true of a good server. */
  readonly title: string;
  readonly level: Level;
  /** Ids in suites/requirements.json. */
  readonly cites: readonly string[];
  /** What goes wrong in practice. */
  readonly why: string;
  readonly idps?: Readonly<Record<string, IdpNeed>>;
  readonly judge: (answer: Answer, context: CheckContext) => readonly Reason[] | undefined;
}

/**
 * Makes a check. Exchanges without a response, redirects, and requests to places outside the base URL are kept from it.
 * Equal reasons are given once, so that a list of a hundred equal defects is one.
 */
export function defineCheck({ name, idps = {}, judge, ...info }: CheckDefinition): Check {
  return {
    ...info,
    id: `exchange/${name}`,
    suite: 'exchange',
    idps,
    sources: [],
    examine(exchange, context) {
      const answer = remembered(context.memory?.answers, exchange, () => readAnswer(exchange, context) ?? null);
      const reasons = answer === null ? undefined : judge(answer, context);
      return reasons?.length ? distinct(reasons) : reasons;
    },
  };
}

function distinct(reasons: readonly Reason[]): Reason[] {
  const byWords = new Map(reasons.toReversed().map((reason) => [`${reason.path} ${reason.message}`, reason]));
  return [...byWords.values()].reverse();
}
