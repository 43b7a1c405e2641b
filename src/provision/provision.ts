/** A cycle: the directory is read, compared with what was sent, and the target brought to where the directory wants it. */
import { groupsComeFirst, openBulk } from './bulk.ts';
import { type Crew, carryOut, type Task } from './crew.ts';
import type { Change, PlanCounts, ProvisionEvent, ProvisionSummary, Stop } from './events.ts';
import { shrinkage, USUAL_SHRINK } from './guard.ts';
import { membershipsHeldBack } from './membership.ts';
import type { ProvisionOptions } from './options.ts';
import { createLedger, estimate, type Planned, type Planning, plannedChanges } from './plan.ts';
import { isSought, soughtOf } from './planned-search.ts';
import { enterQuarantine, leaveQuarantine, stillInQuarantine } from './quarantine.ts';
import { resumeTasks } from './resume.ts';
import { createWork, habitsFor, makesUsers, modeOf, openSession, type Session } from './session.ts';
import { stage } from './stage.ts';
import { endingTasks, groupTasks, laterTasks, leaverTasks, memberTasks, referenceTasks, userTasks } from './tasks.ts';
import { settleUnheard, type Work } from './work.ts';

/**
 * Brings the target to where the directory is, as the dialect's identity provider would. What a killed run had under way is
 * looked up first.
 * @throws ProvisionProblem or DirectoryProblem before anything is sent, for what the user has to put right
 */
export const provision = (options: ProvisionOptions): AsyncGenerator<ProvisionEvent> => conduct(options, 'apply');

/** Tells what `provision` would do, and sends nothing but reads. @throws as provision */
export const plan = (options: ProvisionOptions): AsyncGenerator<ProvisionEvent> => conduct(options, 'plan');

async function* conduct(options: ProvisionOptions, purpose: 'plan' | 'apply'): AsyncGenerator<ProvisionEvent> {
  for await (const batch of inBatches(options, purpose)) for (const event of batch) yield event;
}

/** What happens comes in batches from within, so that many events pass many hands at once. */
type Batches<Result> = AsyncGenerator<readonly ProvisionEvent[], Result>;

async function* inBatches(options: ProvisionOptions, purpose: 'plan' | 'apply'): Batches<void> {
  const { dialect } = options;
  const habits = habitsFor(dialect, modeOf(dialect, options.mode), options.mapping);
  makesUsers(dialect, habits);
  const session = openSession({ ...options, habits }, purpose);
  const started = performance.now();
  try {
    yield [...opening(session, options, purpose)];
    const staged = yield* read(session, options);
    const doing = purpose === 'plan' ? tell : act;
    const ended = staged === undefined ? NONE : yield* doing(session, options, staged);
    const stopped = session.control.stopped();
    const summary: ProvisionSummary = {
      ...ended,
      requests: session.voice.requests(),
      durationMs: Math.round(performance.now() - started),
    };
    if (purpose === 'apply') writeDown(session, summary, stopped);
    yield session.outbox.take();
    yield [{ type: 'finished', summary, ...(stopped && { stopped }), exitCode: exitCodeOf(summary, stopped) }];
  } finally {
    session.close();
  }
}

const exitCodeOf = ({ refused }: PlanCounts, stopped: Stop | undefined): 0 | 1 | 3 | 130 => {
  if (stopped === undefined) return refused === 0 ? 0 : 1;
  if (stopped.kind === 'interrupted') return 130;
  return stopped.kind === 'lost' ? 3 : 1;
};

const NONE: PlanCounts = {
  ...{ created: 0, adopted: 0, updated: 0, deactivated: 0, reactivated: 0, deleted: 0, unchanged: 0, refused: 0 },
  memberships: { added: 0, removed: 0 },
};

function* opening(
  { state, mode, crew }: Session,
  { dialect, client, directory }: ProvisionOptions,
  purpose: 'plan' | 'apply',
): Generator<ProvisionEvent> {
  const unresolved = crew.journal.count();
  yield {
    ...{ type: 'started', version: 1, target: client.baseUrl, idp: dialect.name, mode, purpose },
    ...{ directory: directory.describe(), unresolved },
  };
  const message = earlierRun(state.takenOver, unresolved, purpose);
  if (message !== undefined) yield { type: 'notice', message };
  for (const { message, hint, at } of directory.warnings) {
    yield { type: 'notice', message, at, ...(hint !== undefined && { hint }) };
  }
}

/** What there is to say of a run that did not end as it should; a plan looks nothing up. */
const earlierRun = (pid: number | undefined, unresolved: number, purpose: 'plan' | 'apply'): string | undefined => {
  const what = `an earlier run broke off in the middle of ${unresolved === 1 ? 'a request' : `${unresolved} requests`}`;
  if (purpose === 'plan') {
    return unresolved === 0
      ? undefined
      : `${what}: \`apply\` finds out first what came of it, and this plan does not know`;
  }
  if (pid !== undefined) return `the run of process ${pid} ended without a word; this one goes on where it was`;
  return unresolved === 0 ? undefined : `${what}; this one goes on where it was`;
};

interface Staged {
  /** People, and groups that are provisioned. */
  readonly objects: number;
  readonly rejected: number;
  readonly withGroups: boolean;
}

/** Undefined when it was interrupted. */
async function* read(session: Session, options: ProvisionOptions): Batches<Staged | undefined> {
  const { state, habits, control } = session;
  const withGroups = options.directory.hasGroups && habits.groups !== undefined;
  let counts = { people: 0, groups: 0, rejected: 0 };
  const reading = stage({ state, directory: options.directory, mapping: habits.mapping, signal: control.halt });
  for (;;) {
    const { value, done } = await reading.next();
    if (done) {
      if (!value) return undefined;
      break;
    }
    if (value.type === 'staged') counts = value;
    yield [value];
  }
  if (options.directory.hasGroups && habits.groups === undefined) {
    yield [
      { type: 'notice', message: `${options.dialect.title} makes no groups: those of the directory are left out` },
    ];
  }
  const unbound = Number(state.prepare('SELECT count(*) AS n FROM staged.team WHERE bound = 0').get()?.n);
  const groups = withGroups ? counts.groups - unbound : 0;
  return { objects: counts.people + groups, rejected: counts.rejected, withGroups };
}

const planningOf = (
  { state, habits, now, voice }: Session,
  options: ProvisionOptions,
  { withGroups }: Staged,
): Planning => ({
  ...{ state, habits, now, withGroups, voice },
  knowsMembers: options.directory.hasMemberships,
});

/** Stops and asks when too many would go. */
const guard = ({ state, control }: Session, { allowShrink, shrink, directory }: ProvisionOptions): void => {
  if (allowShrink) return;
  const stop = shrinkage(state, shrink ?? USUAL_SHRINK, {
    groups: directory.hasGroups,
    memberships: directory.hasMemberships,
  });
  if (stop !== undefined) control.stop(stop);
};

/** Tells the plan; those to be created are looked for, so that it can tell whom it would adopt. */
async function* tell(session: Session, options: ProvisionOptions, staged: Staged): Batches<PlanCounts> {
  const ledger = createLedger();
  const work = options.lookUp === false ? undefined : await createWork(session, options);
  yield session.outbox.take();
  let batch: Planned[] = [];
  const known: [Planned, Change][] = [];
  const flush = async function* (): Batches<void> {
    const sought = batch.map(
      async (planned): Promise<[Planned, Change]> => [
        planned,
        work === undefined ? planned.change : await soughtOf(planned, work),
      ],
    );
    known.push(...(await Promise.all(sought)));
    batch = [];
    yield session.outbox.take();
    // What could not be found out because nothing is heard of the target is told once it has spoken again.
    if (isBrokenOff(session) || work?.voice.silence() !== undefined) return;
    for (const [planned, change] of known) ledger.add(planned, change);
    yield known.splice(0).map(([, change]) => ({ type: 'change', change }));
  };
  for (const planned of plannedChanges(planningOf(session, options, staged))) {
    batch.push(planned);
    if (batch.filter(isSought).length >= session.crew.pace.limit() || batch.length >= 100) yield* flush();
    if (session.control.stopped() !== undefined) break;
  }
  yield* flush();
  const silence = known.length > 0 ? work?.voice.silence() : undefined;
  if (silence !== undefined) session.control.stop(silence);
  if (!isBrokenOff(session)) guard(session, options);
  const counts = ledger.counts(staged.objects, staged.rejected);
  if (isBrokenOff(session)) return reached(counts, estimate(planningOf(session, options, staged), staged.objects));
  yield [{ type: 'planned', counts, digest: ledger.digest() }];
  return counts;
}

/** Of a run that was broken off: whoever would have had a turn is not unchanged. */
const reached = (counts: PlanCounts, expected: PlanCounts): PlanCounts => ({
  ...counts,
  unchanged: Math.min(counts.unchanged, expected.unchanged),
});

/** What was found out is not the whole. */
const isBrokenOff = ({ control }: Session): boolean => ['interrupted', 'lost'].includes(control.stopped()?.kind ?? '');

/** Does it. */
async function* act(session: Session, options: ProvisionOptions, staged: Staged): Batches<PlanCounts> {
  const { state, control, habits, now, crew } = session;
  const rejected = { ...NONE, refused: staged.rejected };
  const waits = options.retryNow ? undefined : stillInQuarantine(state, now());
  if (waits !== undefined) control.stop(waits);
  guard(session, options);
  if (control.stopped() !== undefined) return rejected;
  const work = await createWork(session, options);
  yield session.outbox.take();
  yield* carryOut(resumeTasks(work), crew);
  work.links.flush();
  const planning = planningOf(session, options, staged);
  const expected =
    options.digest === undefined
      ? ({ counts: estimate(planning, staged.objects), digest: '' } as const)
      : compare(planning, options.digest, staged, control.stop);
  yield [{ type: 'planned', ...expected }];
  const hands = options.bulk ? await openBulk(work, crew) : crew;
  for (const phase of phases(work, staged, hands !== crew && groupsComeFirst(work))) {
    if (control.stopped() !== undefined) break;
    yield* carryOut(phase, hands);
    work.links.flush();
  }
  if (work.later !== undefined && work.later.length > 0 && control.stopped() === undefined)
    yield* secondTry(work, staged, hands);
  if (control.stopped() === undefined) settleUnheard(work);
  if (control.stopped() === undefined && staged.withGroups) noticeHeldBack(work);
  yield session.outbox.take();
  if (control.stopped() === undefined) {
    work.failures.forgetOthers();
    leaveQuarantine(state);
  } else if (control.stopped()?.kind === 'quarantine') {
    enterQuarantine(state, control.stopped()?.because ?? '', habits.retry, now());
  }
  state.commit();
  const counts = work.tally.counts(staged.objects);
  const all = { ...counts, refused: counts.refused + staged.rejected };
  return control.stopped() === undefined ? all : reached(all, expected.counts);
}

/** Of what was refused it is told; of what hangs on it, in one line. */
const noticeHeldBack = (work: Work): void => {
  if (work.tally.refused() === 0) return;
  const held = membershipsHeldBack(work);
  if (held === 0) return;
  const memberships = held === 1 ? '1 membership waits' : `${held} memberships wait`;
  work.voice.notice(`${memberships} for groups or people that were refused: sent once these are in the target`);
};

/**
 * The order in which an identity provider can do things: whoever is referred to must be there.
 * @param groupsFirst for those who are created with their memberships
 */
function* phases(work: Work, { withGroups }: Staged, groupsFirst: boolean): Generator<Iterable<Task>> {
  if (withGroups && groupsFirst) yield groupTasks(work);
  yield userTasks(work);
  yield referenceTasks(work);
  if (withGroups && !groupsFirst) yield groupTasks(work);
  if (withGroups && work.knowsMembers) yield memberTasks(work);
  if (withGroups) yield endingTasks(work);
  yield leaverTasks(work);
}

/** Those in whose way somebody stood who has been renamed, or is gone, by now. */
async function* secondTry(work: Work, { withGroups }: Staged, crew: Crew): Batches<void> {
  const again: Work = { ...work, later: undefined };
  const late: Iterable<Task>[] = [
    laterTasks(again, work.later ?? []),
    referenceTasks(again),
    ...(withGroups && work.knowsMembers ? [memberTasks(again)] : []),
  ];
  for (const phase of late) {
    if (work.control.stopped() === undefined) yield* carryOut(phase, crew);
    again.links.flush();
  }
}

/** Whether it is still the plan that was asked for. */
const compare = (
  planning: Planning,
  digest: string,
  { objects, rejected }: Staged,
  stop: (stop: Stop) => void,
): { readonly counts: PlanCounts; readonly digest: string } => {
  const ledger = createLedger();
  for (const planned of plannedChanges(planning)) ledger.add(planned);
  if (ledger.digest() !== digest) {
    stop({
      kind: 'changed',
      because: `the directory, or what was sent, is no longer what the plan ${digest} was made from; nothing was changed`,
      hint: 'Make a new plan, or apply without one.',
    });
  }
  return { counts: ledger.counts(objects, rejected), digest: ledger.digest() };
};

const writeDown = ({ state, run, now }: Session, summary: ProvisionSummary, stopped: Stop | undefined): void => {
  state.begin();
  state
    .prepare('UPDATE run SET finished = ?, summary = ?, stopped = ? WHERE seq = ?')
    .run(now(), JSON.stringify(summary), stopped === undefined ? null : JSON.stringify(stopped), run);
  state.commit();
};
