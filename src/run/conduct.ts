/** One run from its first to its last event. */
import type { Check } from '../checks/check.ts';
import type { Client, Exchange } from '../wire/exchange.ts';
import { createBaseline } from './baseline.ts';
import { removeResource, type Send, sweep } from './cleanup.ts';
import type { Aborted, Control } from './control.ts';
import type { CaseInfo, RunEvent, RunSummary } from './events.ts';
import { execute, type PlannedCase, report, type Session } from './execute.ts';
import { memoryJournal } from './journal.ts';
import type { RunOptions } from './options.ts';
import { probe, type Target } from './probe.ts';
import { profileVerdicts } from './profiles.ts';
import { readiness } from './readiness.ts';
import { schedule } from './schedule.ts';
import { idpsOf } from './select.ts';
import { countOutcomes, exitCode } from './summary.ts';
import { runTag } from './tag.ts';
import { createTraffic, type Traffic } from './traffic.ts';
import { SetupProblem } from './trouble.ts';
import { createWatch, type Watch } from './watch.ts';

export interface Conducted {
  readonly options: RunOptions;
  readonly checks: readonly Check[];
  /** The whole catalogue. */
  readonly infos: readonly CaseInfo[];
  readonly selected: readonly CaseInfo[];
  readonly control: Control;
  readonly emit: (event: RunEvent) => Promise<void>;
}

interface Begun extends Conducted {
  readonly started: number;
  readonly run: string;
  readonly traffic: Traffic;
}

const checksOf = ({ checks, selected }: Conducted): Check[] => {
  const ids = new Set(selected.map(({ id }) => id));
  return checks.filter(({ id }) => ids.has(id));
};

/** Probes through the traffic of the run, so that its exchanges are seen like all others. */
const look = async ({ options, traffic, control, emit }: Begun): Promise<Target | Aborted> => {
  const client: Pick<Client, 'baseUrl' | 'send'> = {
    baseUrl: traffic.baseUrl,
    send: (request) => traffic.send(request, { step: 'probe' }),
  };
  try {
    const target = await probe(client, { ...(options.overrides && { overrides: options.overrides }) });
    for (const { name, value, from } of target.list) await emit({ type: 'fact', name, value, from });
    return control.aborted() ?? target;
  } catch (error) {
    if (error instanceof SetupProblem) return control.aborted() ?? { kind: 'setup', because: error.message };
    throw error;
  }
};

const planOf = ({ options: { loaded, order }, selected }: Conducted): PlannedCase[] => {
  const cases = new Map(loaded.suites.flatMap((suite) => suite.cases.map((one) => [one.id, one])));
  return (order?.(selected) ?? selected).flatMap((info) => {
    const testCase = cases.get(info.id);
    return testCase ? [{ id: info.id, needs: testCase.needs, alone: testCase.alone, info, case: testCase }] : [];
  });
};

const sessionOf = ({ options, emit, control, traffic, run }: Begun, target: Target): Session => {
  const { selection, loaded, baseline = [], lagMs = 0, resources = {}, keep = false, bail = false } = options;
  const { sustainedMs = 0, ratePerSecond } = options;
  return {
    ...{ emit, control, traffic, target, run, lagMs, sustainedMs, resources, keep, bail },
    ...(ratePerSecond !== undefined && { ratePerSecond }),
    dialects: loaded.dialects,
    journal: options.journal ?? memoryJournal(),
    idps: selection?.idps ?? [],
    baseline: createBaseline(baseline, new Date().toISOString().slice(0, 10)),
    done: new Map(),
    made: { creates: 0, removed: new Set(), leftovers: [] },
  };
};

const runCases = async (begun: Begun, session: Session): Promise<void> => {
  await schedule(planOf(begun), {
    concurrency: Math.max(1, begun.options.concurrency ?? 4),
    execute: (planned) => execute(planned, session),
    goesOn: () => session.control.goesOn(),
    async stuck(planned) {
      for (const { info, case: testCase } of planned) {
        await session.emit({ type: 'case-started', id: info.id, suite: info.suite });
        const message = `needs ${testCase.needs.join(', ')}, which in turn need it`;
        await report(info, { kind: 'error', reason: { message, at: testCase.at } }, session, {
          exchanges: [],
          durationMs: 0,
        });
      }
    },
  });
};

/** @param selected tells more of the checks than they know themselves: who asks for them */
const reportChecks = async (watch: Watch, selected: readonly CaseInfo[], session: Session): Promise<void> => {
  const infos = new Map(selected.map((info) => [info.id, info]));
  for (const { info: check, reasons, bug } of watch.results()) {
    const info = infos.get(check.id) ?? check;
    await session.emit({ type: 'case-started', id: info.id, suite: info.suite });
    const exchanges = (reasons ?? []).flatMap(({ exchange }) => exchange ?? []);
    const about = { exchanges, durationMs: 0 };
    if (bug !== undefined) {
      const message = `a bug of ours, not of the target: ${bug}`;
      await report(info, { kind: 'error', reason: { message } }, session, about);
    } else if (reasons === undefined) {
      await report(info, { kind: 'skip', reason: { message: 'applies to no exchange of this run' } }, session, about);
    } else await report(info, { kind: 'judged', reasons }, session, about);
  }
};

/** Looks once more for what carries the tag of the run, because servers make things that they deny having made. */
const sweepUp = async ({ traffic, target, run, keep, made, control, journal }: Session): Promise<void> => {
  if (made.creates === 0 || keep || control.aborted()) return;
  const on = (name: string) => target.list.some((fact) => fact.name === name && fact.value === true);
  if (!on('filter.supported')) return;
  const send: Send = (request) => traffic.send(request, { step: 'cleanup', cleanup: true });
  const left = new Set(made.leftovers.map(({ url }) => url));
  const found = await sweep(send, run, [
    ...(on('resources.Group') ? [{ path: '/Groups', attribute: 'displayName' }] : []),
    ...(on('resources.User') ? [{ path: '/Users', attribute: 'userName' }] : []),
  ]);
  for (const url of found.filter((one) => !made.removed.has(one) && !left.has(traffic.baseUrl + one))) {
    const because = await removeResource(send, url);
    if (because !== undefined) made.leftovers.push({ url: traffic.baseUrl + url, because });
    else {
      made.removed.add(url);
      journal.write({ type: 'removed', run, url });
    }
  }
};

const summaryOf = (begun: Begun, session: Session | undefined, aborted: Aborted | undefined): RunSummary => {
  const { options, infos, selected, traffic, started } = begun;
  const done = session?.done ?? new Map();
  const named = options.selection?.idps ?? [];
  const byProfile = (options.selection?.profiles ?? []).length > 0 && (options.selection?.only ?? []).length === 0;
  const idps = named.length > 0 || byProfile ? named : idpsOf(selected);
  const profiles = profileVerdicts(options.loaded.profiles?.values() ?? [], done);
  const unused = session?.baseline.unused(infos.map(({ id }) => id)) ?? [];
  return {
    counts: countOutcomes([...done.values()]),
    readiness: readiness(idps, options.loaded.dialects, infos, done),
    ...(profiles.length > 0 && { profiles }),
    requests: traffic.requests(),
    durationMs: Math.round(performance.now() - started),
    leftovers: session?.made.leftovers.map(({ url }) => url) ?? [],
    ...(aborted && { aborted }),
    ...(unused.length > 0 && { unusedBaseline: unused }),
    exitCode: exitCode([...done.values()], named, aborted),
  };
};

/** Emits everything from `run-started` to `run-finished`. */
export const conduct = async (conducted: Conducted): Promise<void> => {
  const { options, selected, control, emit } = conducted;
  const { client, seed = 1, tool = 'scimulate' } = options;
  const run = options.tag ?? runTag(seed);
  const early: Exchange[] = [];
  let watch: Watch | undefined;
  const examine = (exchange: Exchange): void => {
    if (watch) watch.examine(exchange);
    else early.push(exchange);
  };
  const traffic = createTraffic({ client, control, emit, examine });
  const begun: Begun = { ...conducted, started: performance.now(), run, traffic };

  const { idps = [], profiles = [] } = options.selection ?? {};
  await emit({
    ...{ type: 'run-started', version: 1, tool, target: client.baseUrl, seed, tag: run, idps },
    ...(profiles.length > 0 && { profiles }),
    selected,
  });
  const target = await look(begun);
  if ('because' in target) {
    await emit({ type: 'run-finished', summary: summaryOf(begun, undefined, target) });
    return;
  }
  const { models, resourceTypes } = target;
  watch = createWatch(checksOf(conducted), { models, resourceTypes, baseUrl: client.baseUrl });
  for (const exchange of early.splice(0)) watch.examine(exchange);

  const session = sessionOf(begun, target);
  session.journal.write({
    type: 'run',
    run,
    target: client.baseUrl,
    at: new Date().toISOString(),
    process: process.pid,
  });
  await runCases(begun, session);
  await reportChecks(watch, selected, session);
  await sweepUp(session);
  await emit({ type: 'cleanup', removed: session.made.removed.size, leftovers: session.made.leftovers });
  await emit({ type: 'run-finished', summary: summaryOf(begun, session, control.aborted()) });
};
