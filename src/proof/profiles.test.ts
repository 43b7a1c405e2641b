/** The proof of the profiles: a server that keeps to them meets them, and each of their own cases is broken by another. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../checks/index.ts';
import type { CaseResult, ProfileVerdict, RunSummary } from '../run/events.ts';
import { run } from '../run/run.ts';
import type { Selection } from '../run/select.ts';
import { isObject, type Json } from '../scim/json.ts';
import type { ServeOptions } from '../serve/options.ts';
import { catalogue } from '../suite/catalogue.ts';
import { type Loaded, loadSuites, ourProfiles } from '../suite/load.ts';
import type { Case, RequestTemplate } from '../suite/model.ts';
import { profileProblems } from '../suite/profile.ts';
import { connectInside } from './inside.ts';
import { explain, isBroken } from './judge.ts';

/** Own case → what makes the server `ipsie` break it, or another preset that does. */
const BREAKERS: Readonly<Record<string, ServeOptions>> = JSON.parse(
  readFileSync(join(resolve(import.meta.dirname, '../..'), 'fixtures/profiles.json'), 'utf8'),
);

let loaded: Loaded;
let names: readonly string[];
beforeAll(async () => {
  names = await ourProfiles();
  loaded = await loadSuites({ profiles: names });
}, 60_000);

const isOwn = ({ id }: Pick<Case, 'id'>): boolean => names.some((name) => id.startsWith(`${name}/`));
const allCases = (): Case[] => loaded.suites.flatMap(({ cases }) => cases);

/** Each set of profiles is read once. */
const sets = new Map<string, Promise<Loaded>>();
const loadedWith = (profiles: readonly string[]): Promise<Loaded> => {
  const key = profiles.join();
  const known = sets.get(key) ?? loadSuites({ profiles });
  sets.set(key, known);
  return known;
};

interface Judged {
  readonly results: readonly CaseResult[];
  readonly summary: RunSummary;
}

const judge = async (options: ServeOptions, selection: Selection): Promise<Judged> => {
  const client = connectInside(options);
  const wanted = selection.profiles ?? [];
  const results: CaseResult[] = [];
  let summary: RunSummary | undefined;
  try {
    const asked = await loadedWith(wanted);
    for await (const event of run({ client, loaded: asked, selection })) {
      if (event.type === 'case-finished') results.push(event.result);
      if (event.type === 'run-finished') summary = event.summary;
    }
  } finally {
    await client.close();
  }
  if (summary === undefined) throw new Error('the run ended without a summary');
  return { results, summary };
};

const unmet = (verdicts: readonly ProfileVerdict[] = []): string[] =>
  verdicts.flatMap(({ profile, rows }) =>
    rows
      .filter(({ status }) => status === 'broken' || status === 'not-tested')
      .map(({ section, says, because }) => `${profile} ${section} ${says}: ${because.join(', ')}`),
  );

describe('the profiles', () => {
  it('are read without a mistake, and refer to cases that exist', () => {
    const ids = catalogue(
      loaded,
      CHECKS.map(({ examine: _examine, ...info }) => info),
    ).map(({ id }) => id);
    expect([...loaded.diagnostics, ...profileProblems(loaded.profiles, new Set(ids))]).toEqual([]);
    expect([...loaded.profiles.keys()].sort()).toEqual(names);
  });

  it('have a use for every case of their own', () => {
    const used = new Set(
      [...loaded.profiles.values()]
        .flatMap(({ requirements }) => requirements.flatMap(({ cases }) => cases))
        .map(({ id }) => id),
    );
    expect(
      allCases()
        .filter((one) => isOwn(one) && !used.has(one.id))
        .map(({ id }) => id),
    ).toEqual([]);
  });

  it('are nowhere in a run that does not ask for them', async () => {
    const { results, summary } = await judge({}, { only: ['delete/offered'] });
    expect(summary.profiles).toBeUndefined();
    expect(results.map(({ profiles }) => profiles)).toEqual([undefined]);
    const plain = await loadedWith([]);
    expect(plain.suites.flatMap(({ cases }) => cases).filter(isOwn)).toEqual([]);
  });

  it.each([
    ['interop', 'interop'],
    ['ipsie', 'ipsie-al2'],
  ])('are met by a server that keeps to them: %s', async (preset, profile) => {
    const { results, summary } = await judge({ preset }, { profiles: [profile] });
    expect(results.filter(isBroken).map(explain)).toEqual([]);
    expect(unmet(summary.profiles)).toEqual([]);
    expect(summary.profiles?.map(({ status }) => status)).toEqual(summary.profiles?.map(() => 'met'));
    expect(summary.exitCode).toBe(0);
  });

  /** What the interoperability profile leaves open, so that nothing of it may be held against a server. */
  it.each<[string, ServeOptions]>([
    ['knows no operators but eq and and', { variations: ['only-eq-and-and'] }],
    [
      'has no PUT, bulk, sorting, versions and searches',
      { capabilities: { bulk: false, sort: false, etag: false, search: false, me: false, rootQuery: false } },
    ],
    ['pages by cursor alone', { capabilities: { indexPagination: false } }],
    ['has users alone', { capabilities: { groups: false, enterpriseUser: false } }],
    ['takes the types alone that it declares', { variations: ['canonical-types-only'] }],
    ['changes resources without showing them', { variations: ['patch-204'] }],
  ])('are met by one that %s', async (_what, options) => {
    const { results, summary } = await judge({ preset: 'interop', ...options }, { profiles: ['interop'] });
    expect(results.filter(isBroken).map(explain)).toEqual([]);
    expect(unmet(summary.profiles)).toEqual([]);
  });

  it('contradict the RFCs, which says nothing against who follows those', async () => {
    const { results, summary } = await judge({}, { profiles: ['interop'] });
    const broken = results.filter(isBroken);
    expect(broken.every(({ level }) => level === 'NONE')).toBe(true);
    expect(broken.map(({ id }) => id)).toContain('interop/complex-replaced');
    expect([summary.exitCode, summary.profiles?.[0]?.status]).toEqual([1, 'not-met']);
  });

  it('are broken by what every exchange shows, too, however little the RFCs make of it', async () => {
    const { results, summary } = await judge(
      { preset: 'interop', faults: ['answer-media-type-plain-json'] },
      { profiles: ['interop'] },
    );
    expect(results.filter(isBroken).map(({ id, level, outcome }) => [id, level, outcome])).toEqual([
      ['exchange/media-type', 'SHOULD', 'fail'],
    ]);
    expect([summary.exitCode, summary.profiles?.[0]?.status]).toEqual([1, 'not-met']);
  });

  it('have a server for each of their cases that breaks it', async () => {
    expect(Object.keys(BREAKERS).sort()).toEqual(
      allCases()
        .filter(isOwn)
        .map(({ id }) => id)
        .sort(),
    );
    const servers = Map.groupBy(Object.entries(BREAKERS), ([, options]) => JSON.stringify(options));
    for (const [text, broken] of servers) {
      const only = broken.map(([id]) => id);
      const options: ServeOptions = { preset: 'ipsie', ...JSON.parse(text) };
      const { results } = await judge(options, { profiles: ['ipsie-al2'], only });
      const held = results.filter((one) => only.includes(one.id) && !isBroken(one)).map(explain);
      expect(held, text).toEqual([]);
    }
  }, 60_000);
});

/** What clients of the interoperability profile may not send, so that no server needs to understand it. */
const FORBIDDEN: readonly (readonly [what: string, is: (request: RequestTemplate) => boolean])[] = [
  ['PUT', ({ method }) => method === 'PUT'],
  ['another operator', (request) => /\s(ne|co|sw|ew|pr|gt|ge|lt|le|or)\s|\bnot\s*\(/u.test(filterOf(request))],
  ['a header of versions', ({ headers }) => headers.some(([name]) => /^if-/iu.test(name))],
  ['an operation without a path', (request) => operationsOf(request).some(({ path }) => path === undefined)],
  ['an element without its part', (request) => operationsOf(request).some(({ path }) => /\]$/u.test(String(path)))],
];

const filterOf = ({ query }: RequestTemplate): string => String(query.find(([name]) => name === 'filter')?.[1] ?? '');

const operationsOf = ({ method, body }: RequestTemplate) => {
  const operations: Json = method === 'PATCH' && isObject(body) ? (body.Operations ?? []) : [];
  return Array.isArray(operations) ? operations.filter(isObject) : [];
};

const requestsOf = ({ steps }: Case): RequestTemplate[] =>
  steps.flatMap((step) =>
    step.kind === 'together'
      ? step.steps.map(({ request }) => request)
      : step.kind === 'request' || step.kind === 'pages'
        ? [step.request]
        : [],
  );

describe('the cases of the profiles', () => {
  it('send nothing that the interoperability profile forbids its clients', () => {
    const referred = new Set(
      [...loaded.profiles.values()].flatMap(({ requirements }) =>
        requirements.flatMap(({ cases }) => cases.map(({ id }) => id)),
      ),
    );
    const wrong = allCases()
      .filter(({ id }) => referred.has(id))
      .flatMap((one) => FORBIDDEN.filter(([, is]) => requestsOf(one).some(is)).map(([what]) => `${one.id}: ${what}`));
    expect(wrong).toEqual([]);
  });
});
