/** For tests: small suites written in place, and a whole run gathered into something to look at. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Loaded, loadBeside } from '../suite/load.ts';
import type { Requirement } from '../suite/model.ts';
import type { CaseResult, RunEvent, RunSummary } from './events.ts';
import { type RunOptions, run } from './run.ts';

/** What the cases of rehearsals cite: a sentence whose violation deserves a fail. */
const RULE: Requirement = {
  ...{ id: 'R1', rfc: 'RFC 0', section: '1', area: 'rehearsal', level: 'MUST', verdict: 'fail' },
  says: 'Whatever a rehearsal asks.',
};

/**
 * Loads suites and dialects from YAML texts by file name, with nothing of ours beside them.
 * @throws Error with the diagnostics when there is an error among them
 */
export const suitesFrom = async (files: Readonly<Record<string, string>>): Promise<Loaded> => {
  const folder = await mkdtemp(join(tmpdir(), 'scimulate-rehearsal-'));
  const paths = await Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
      return join(folder, name);
    }),
  );
  const nothing: Loaded = {
    suites: [],
    dialects: new Map(),
    profiles: new Map(),
    requirements: new Map([[RULE.id, RULE]]),
    diagnostics: [],
    texts: new Map(),
  };
  const loaded = await loadBeside(nothing, paths);
  await rm(folder, { recursive: true });
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message, at }) => `${at.line}: ${message}`).join('\n'));
  return loaded;
};

/** One suite with these cases, each a MUST unless it says otherwise. */
export const suiteFrom = (cases: string): Promise<Loaded> =>
  suitesFrom({ 'rehearsal.yaml': `suite: rehearsal\ntitle: A rehearsal\nlevel: MUST\ncases:\n${cases}` });

export interface Rehearsal {
  readonly events: readonly RunEvent[];
  readonly results: readonly CaseResult[];
  readonly summary: RunSummary;
  /** The result of one case. @throws Error when it has none */
  readonly of: (id: string) => CaseResult;
  /** `{id: outcome}` */
  readonly outcomes: Readonly<Record<string, string>>;
  /** `GET /Users/1` of every exchange, in the order of the events; of one case only when named. */
  readonly requests: (id?: string) => string[];
}

/** Runs to the end, without the checks on every exchange unless some are given. */
export const rehearse = async (options: RunOptions): Promise<Rehearsal> => {
  const events: RunEvent[] = [];
  for await (const event of run({ checks: [], ...options })) events.push(event);
  const results = events.flatMap((event) => (event.type === 'case-finished' ? [event.result] : []));
  const last = events.at(-1);
  if (last?.type !== 'run-finished') throw new Error(`The last event is ${last?.type}.`);
  return {
    events,
    results,
    summary: last.summary,
    of(id) {
      const result = results.find((one) => one.id === id);
      if (result === undefined) throw new Error(`${id} has no result.`);
      return result;
    },
    outcomes: Object.fromEntries(results.map(({ id, outcome }) => [id, outcome])),
    requests: (id) =>
      events.flatMap((event) => {
        if (event.type !== 'exchange' || (id !== undefined && event.case !== id)) return [];
        const { method, url } = event.exchange.request;
        return [`${method} ${url.slice(options.client.baseUrl.length)}`];
      }),
  };
};
