/** What the report says of the servers that the presets imitate: their quirks by name, and what Okta and Entra can do there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { connectInside } from './inside.ts';
import { explain, type Judged, judgeInside, judgeTarget, ourCatalogue, withNeeds } from './judge.ts';
import { type Expectation, IMITATED, PROVIDERS } from './presets.testing.ts';

/** How many users or which groups there are when these list them differs from run to run. */
const UNSTEADY = ['okta/import/**', 'entra/users/discover', 'okta/certification/first-user'];
const UNSTEADY_FEATURES = ['account-discovery', 'certification', 'import-users', 'import-groups', 'import-schema'];

/** The cases that Okta's and Entra's rows stand on, and those asked for. */
const casesFor = async (more: readonly string[]): Promise<string[]> => {
  const required = (await ourCatalogue()).filter(({ idps }) => PROVIDERS.some((idp) => idps[idp]?.need === 'required'));
  return withNeeds([...required.map(({ id }) => id), ...more]);
};

const judge = async ({ preset, says, resources }: Expectation): Promise<Judged> => {
  const client = connectInside({ preset });
  try {
    const only = await casesFor(Object.keys(says));
    return await judgeTarget(client, { only, skip: UNSTEADY }, resources === undefined ? {} : { resources });
  } finally {
    await client.close();
  }
};

const featuresOf = ({ summary }: Judged, idp: string) => {
  const rows = summary.readiness.filter((row) => row.idp === idp && !UNSTEADY_FEATURES.includes(row.feature));
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ status }) => status)].map(([status, some]) => [
      status,
      some.map(({ feature }) => feature),
    ]),
  );
};

describe.each(IMITATED)('a server like $preset', (expected) => {
  let judged: Judged;
  beforeAll(async () => {
    judged = await judge(expected);
  }, 60_000);

  it.each(Object.entries(expected.says))('is told what it does: %s', (id, [outcome, reason]) => {
    const result = judged.results.get(id);
    const told = result === undefined ? `no case ${id}` : explain(result);
    expect(told).toMatch(new RegExp(`^${outcome} `));
    expect(told).toContain(reason);
  });

  it.each(PROVIDERS)('is judged for %s', (idp) => {
    expect(featuresOf(judged, idp)).toEqual(expected.features[idp]);
  });

  it('never makes a case end by accident', () => {
    expect([...judged.results.values()].filter(({ outcome }) => outcome === 'error').map(explain)).toEqual([]);
  });
});

describe('a server that demands more than the RFC does', () => {
  it.each([
    ['aws', 'users/create-minimal', 'fail', 'name.givenName is required'],
    ['aws', 'okta/users/create', 'pass', ''],
    ['github', 'users/create-minimal', 'fail', 'externalId is required'],
    ['github', 'entra/groups/create', 'pass', ''],
    ['salesforce', 'okta/users/create', 'note', 'one entitlement, which must be a profile'],
    ['salesforce', 'entra/users/create', 'note', 'the status is 409 but should be 201'],
  ])('%s, of which the configuration says nothing: %s', async (preset, id, outcome, reason) => {
    const { results } = await judgeInside({ preset }, { only: [id] });
    const told = [...results.values()].filter((result) => result.id === id).map(explain);
    expect(told).toEqual([expect.stringMatching(new RegExp(`^${outcome} `))]);
    expect(told[0]).toContain(reason);
  });
});
