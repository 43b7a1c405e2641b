/**
 * For tests: what scimmy, which we did not write, refuses of what identity providers send to it. Each was repeated with a
 * single request by hand, and read against the RFCs.
 */
import type { WholeCompany } from './company.testing.ts';
import type { Deaf } from './told.testing.ts';

export interface RefusalOfTheTarget {
  /** `entra:default`; of those that end in a colon all modes. */
  readonly idps: readonly string[];
  /** In the reason that the run gives. */
  readonly answer: string;
  /** `nobody`: the RFC leaves it open. */
  readonly wrong: 'idp' | 'server' | 'nobody';
  /** The requirement that decides, or that leaves it open. */
  readonly requirement: string;
  readonly because: string;
  /** METHOD path body → what came. */
  readonly reproduced: string;
  /** What the target lacks because of it. */
  readonly effect: Deaf;
  /** Whom it strikes after so many months: ids in the directory, of users and groups. */
  readonly strikes: (company: WholeCompany, month: number) => readonly string[];
}

/** Suspended from the first day on: nobody ever tells the target about them. */
const NEVER_SEEN = ['p50', 'p60'];

const seen = ({ people }: WholeCompany, month: number) =>
  people.filter(({ id, active }) => !NEVER_SEEN.includes(id) && (active !== false || month > 0));

export const SCIMMY_REFUSES: readonly RefusalOfTheTarget[] = [
  {
    idps: ['okta:', 'entra:', 'jumpcloud:'],
    answer: '(invalidFilter: Unexpected token \'night owls\\""\' in filter)',
    wrong: 'server',
    requirement: 'RFC7644-3.4.2.2-38',
    because:
      'Whoever looks for a group before making it cannot find one with a quote in its name: values of filters are JSON texts, and scimmy ends them at the first quote, behind a backslash, too.',
    reproduced:
      'GET /Groups?filter=displayName eq "On-call \\"night owls\\"" → 400 invalidFilter "Unexpected token \'night owls\\""\' in filter"',
    effect: { groups: ['g7'] },
    strikes: () => ['g7'],
  },
  {
    idps: ['entra:'],
    answer: "(invalidValue: Complex attribute 'manager' expected complex value but found type 'string' for 'add' op",
    wrong: 'idp',
    requirement: 'RFC7643-4.3-02',
    because:
      'Entra sends the id of the manager as bare text. manager is a complex attribute, whose value takes that id; a server that keeps to its schema refuses the text.',
    reproduced:
      'PATCH /Users/ID {op: add, path: urn:…:enterprise:2.0:User:manager, value: "ID"} → 400 invalidValue; with value {"value": "ID"} → 200',
    effect: { cells: ['enterprise.manager.value'] },
    strikes: (company, month) => seen(company, month).flatMap(({ id, manager }) => (manager === undefined ? [] : [id])),
  },
  {
    idps: ['entra:default'],
    answer: "(invalidValue: Attribute 'active' expected value type 'boolean' but found type 'string' for 'replace' op",
    wrong: 'idp',
    requirement: 'RFC7643-2.3.2-02',
    because:
      'Without the flag Entra sends the text "False" for the boolean active, which a server may take for false or refuse.',
    reproduced:
      'PATCH /Users/ID {op: Replace, path: active, value: "False"} → 400 invalidValue; with value false → 200, and op may have its capital',
    effect: { deactivations: true },
    strikes: (_company, month) => [[], ['p35', 'p29'], ['p42', 'p03']][month] ?? [],
  },
  {
    idps: ['entra:'],
    answer: "(noTarget: Filter 'emails[type eq \"work\"].value' does not match any values for 'add' op",
    wrong: 'nobody',
    requirement: 'RFC7644-3.5.2.1-16',
    because:
      'Entra adds a first address by a filter that nothing matches yet, and hopes that the value is made. The RFC does not say what an addition does then.',
    reproduced:
      'PATCH /Users/ID {op: add, path: emails[type eq "work"].value, value: "ravi@example.org"} of somebody without addresses → 400 noTarget',
    effect: { firstValues: ['emails[work].type', 'emails[work].value'] },
    strikes: (_company, month) => (month > 0 ? ['p46'] : []),
  },
  {
    idps: ['authentik:webex'],
    answer:
      "(invalidValue: Attribute 'type' contains non-canonical value from complex attribute 'members' for 'add' op",
    wrong: 'nobody',
    requirement: 'RFC7643-2.3.1-01',
    because:
      'In its Webex mode authentik calls the type of members "user", as Webex wants it. The RFC suggests "User", which a server may insist on; it publishes caseExact false, and could have been milder.',
    reproduced:
      'PATCH /Groups/ID {op: add, path: members, value: [{"value": "ID", "type": "user"}]} → 400 invalidValue; with type "User" → 200',
    effect: { members: true },
    strikes: ({ groups, memberships }) =>
      groups.flatMap(({ id }) => (memberships.some(([group]) => group === id) ? [id] : [])),
  },
  {
    idps: ['authentik:default', 'authentik:by-filter', 'authentik:slack', 'authentik:webex'],
    answer: '(invalidSyntax: PatchOp request body messages must exclusively specify schema as',
    wrong: 'idp',
    requirement: 'RFC7644-3.5.2-02',
    because:
      'authentik changes a group by a PATCH of the whole group, and leaves the schemas of that one request out, which the RFC wants in each.',
    reproduced:
      'PATCH /Groups/ID {Operations: [{op: replace, value: {displayName: "Sales", …}}]} → 400 invalidSyntax; with schemas → 200',
    effect: { groupNames: true },
    strikes: (_company, month) => [[], ['g6'], ['g6', 'g3']][month] ?? [],
  },
];

export const refusedTo = (idp: string, all: readonly RefusalOfTheTarget[]): readonly RefusalOfTheTarget[] =>
  all.filter(({ idps }) => idps.some((one) => (one.endsWith(':') ? idp.startsWith(one) : idp === one)));

/** All effects in one. */
export const deafTo = (refusals: readonly RefusalOfTheTarget[]): Deaf =>
  Object.assign({}, ...refusals.map(({ effect }) => effect));
