/** One planned case: may it run, what is found, what is reported, and what is taken back. */
import type { Case, Dialect } from '../suite/model.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Baseline } from './baseline.ts';
import { runCase } from './case.ts';
import type { Leftover } from './cleanup.ts';
import { createCompletion, type ResourceDefaults, whyGivenAnyway } from './complete.ts';
import { whyFalse } from './condition.ts';
import type { Control } from './control.ts';
import type { CaseInfo, RunEvent } from './events.ts';
import type { Journal } from './journal.ts';
import { fitted, withoutUndeclared } from './lacking.ts';
import { createLedger } from './ledger.ts';
import { SETUP_REQUEST, type Target } from './probe.ts';
import { type Done, type Found, resultOf } from './result.ts';
import type { Planned } from './schedule.ts';
import { limitsOf, whyTooFast } from './steps/together.ts';
import { caseTag } from './tag.ts';
import type { Traffic } from './traffic.ts';

/** What all cases of one run share. */
export interface Session {
  readonly emit: (event: RunEvent) => Promise<void>;
  readonly control: Control;
  readonly traffic: Traffic;
  readonly target: Target;
  readonly dialects: ReadonlyMap<string, Dialect>;
  readonly journal: Journal;
  /** The tag of the run. */
  readonly run: string;
  readonly idps: readonly string[];
  readonly baseline: Baseline;
  readonly lagMs: number;
  readonly sustainedMs: number;
  readonly ratePerSecond?: number;
  readonly resources: ResourceDefaults;
  readonly keep: boolean;
  readonly bail: boolean;
  readonly done: Map<string, Done>;
  /** What the run has made so far and what became of it. */
  readonly made: { creates: number; readonly removed: Set<string>; readonly leftovers: Leftover[] };
}

export interface PlannedCase extends Planned {
  readonly info: CaseInfo;
  readonly case: Case;
}

/** Why a case cannot run: its condition is false, or what it needs did not hold. Needs that are not selected are taken to hold. */
export const obstacle = ({ case: testCase }: PlannedCase, session: Session): Found | undefined => {
  const { when, needs, at } = testCase;
  const untrue = when === undefined ? undefined : whyFalse(when.filter, session.target);
  if (untrue !== undefined) return { kind: 'skip', reason: { message: untrue, at: when?.at ?? at } };
  const tooFast = whyTooFast(testCase, session.ratePerSecond);
  if (tooFast !== undefined) return { kind: 'skip', reason: { ...tooFast, at } };
  for (const id of needs) {
    const need = session.done.get(id);
    if (need === undefined || need.holds) continue;
    const words = need.skipped ? `skipped: ${need.why ?? ''}` : 'not passed';
    const reason = { message: `needs ${id}, which was ${words}`, at };
    return need.skipped ? { kind: 'skip', reason } : { kind: 'blocked', reason, blockedBy: id };
  }
  return undefined;
};

/** Emits the end of a case and remembers what later cases and the summary need of it. */
export const report = async (
  info: CaseInfo,
  found: Found,
  session: Session,
  about: { readonly exchanges: readonly number[]; readonly durationMs: number; readonly limits?: string },
): Promise<void> => {
  const blockedByCase = 'blockedBy' in found && found.blockedBy !== undefined && session.done.has(found.blockedBy);
  const { idps, baseline } = session;
  const { result, done } = resultOf(info, found, { ...about, idps, baseline, blockedByCase });
  session.done.set(info.id, done);
  if (session.bail && result.outcome === 'fail') session.control.enough();
  await session.emit({ type: 'case-finished', result });
};

/** A failure after a 401 may only say that the credential has run out; then the target is asked once more. */
const credentialRanOut = async (session: Session): Promise<Found | undefined> => {
  const { response } = await session.traffic.send(SETUP_REQUEST, { step: 'is the credential still good?' });
  if (response?.status !== 401) return undefined;
  const because = 'The target no longer accepts the credential; it may have run out.';
  session.control.abort({ kind: 'lost', because });
  return { kind: 'error', reason: { message: because } };
};

const isBad = (found: Found): boolean => found.kind !== 'judged' || found.reasons.length > 0;

/** The case as it suits the target, or why it does not run. */
const preparedCase = (planned: PlannedCase, session: Session): Case | Found => {
  const prevented = obstacle(planned, session);
  if (prevented !== undefined) return prevented;
  const { models } = session.target;
  const anyway = whyGivenAnyway(planned.case, { target: session.target, defaults: session.resources });
  if (anyway !== undefined) return { kind: 'skip', reason: { message: anyway, at: planned.case.at } };
  return fitted(planned.case, models);
};

/** Runs, takes back, and reports one case. Never rejects for what the target does. */
export const execute = async (planned: PlannedCase, session: Session): Promise<void> => {
  const { info } = planned;
  const { control, traffic, journal, run, target, lagMs, sustainedMs, resources, made } = session;
  await session.emit({ type: 'case-started', id: info.id, suite: info.suite });
  const testCase = preparedCase(planned, session);
  if ('kind' in testCase) return report(info, testCase, session, { exchanges: [], durationMs: 0 });

  const started = performance.now();
  const exchanges = new Map<number, Exchange>();
  let refused = false;
  const tag = caseTag(run, testCase.id);
  const nextNumber = () => ++made.creates;
  const ledger = createLedger({ journal, run, case: testCase.id, tag, baseUrl: traffic.baseUrl, nextNumber });
  const dialect = testCase.dialect === undefined ? undefined : session.dialects.get(testCase.dialect);
  let found: Found = await runCase({
    ...{ case: testCase, tag, target, dialect, lagMs, sustainedMs, traffic, control, ledger },
    complete: createCompletion({ target, defaults: resources, tag, fromSchemas: dialect === undefined }),
    onExchange(exchange, { auth }) {
      const { number, response } = exchange;
      exchanges.set(number, exchange);
      refused ||= auth === undefined && response?.status === 401;
    },
  });
  if (refused && isBad(found)) found = (await credentialRanOut(session)) ?? found;
  found = withoutUndeclared(found, testCase, exchanges, { models: target.models, baseUrl: traffic.baseUrl });
  const durationMs = performance.now() - started;

  const back = await ledger.takeBack(
    (request) => traffic.send(request, { case: info.id, step: 'cleanup', cleanup: true }),
    { lagMs: control.aborted() ? 0 : lagMs, keep: session.keep },
  );
  for (const url of back.removed) made.removed.add(url);
  made.leftovers.push(...back.leftovers);
  const limits = limitsOf(testCase, sustainedMs);
  const about = { exchanges: [...exchanges.keys()], durationMs, ...(limits !== undefined && { limits }) };
  await report(info, found, session, about);
};
