/** What there is to be judged, without running anything. */
import type { CaseInfo } from '../run/events.ts';
import type { Case, Profile, Suite } from './model.ts';
import { profileNeeds } from './profile.ts';

const byId = (left: CaseInfo, right: CaseInfo): number => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);

/** A case as the catalogue shows it. */
export const caseInfo = (testCase: Case): CaseInfo => ({
  id: testCase.id,
  title: testCase.title,
  suite: testCase.suite,
  level: testCase.level,
  cites: testCase.cites,
  idps: testCase.idps,
  ...(testCase.why === undefined ? {} : { why: testCase.why }),
  ...(testCase.evidence === undefined ? {} : { evidence: testCase.evidence }),
  sources: testCase.sources,
});

/** Every case of the suites and every check on exchanges, sorted by id, each with the profiles that need it. */
export const catalogue = (
  loaded: { readonly suites: readonly Suite[]; readonly profiles?: ReadonlyMap<string, Profile> },
  checks: readonly CaseInfo[] = [],
): CaseInfo[] => {
  const needs = profileNeeds(loaded.profiles?.values() ?? []);
  return [...loaded.suites.flatMap((suite) => suite.cases.map(caseInfo)), ...checks]
    .map((info) => {
      const profiles = needs.get(info.id);
      return profiles === undefined ? info : { ...info, profiles };
    })
    .sort(byId);
};
