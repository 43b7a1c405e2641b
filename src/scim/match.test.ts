import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAttribute } from './attribute.ts';
import { ScimError } from './error.ts';
import { type CompareOperator, type CompareValue, type Filter, parseFilter } from './filter.ts';
import type { Json, JsonObject } from './json.ts';
import { compileValueFilter, matchesFilter } from './match.ts';
import { GROUP_MODEL, USER_MODEL, USER_SCHEMA } from './schemas.ts';
import { ENTERPRISE_USER_URN, USER_URN } from './urn.ts';

const BABS: JsonObject = {
  schemas: [USER_URN, ENTERPRISE_USER_URN],
  id: 'Abc',
  externalId: 'EXT-1',
  userName: 'Babs@Example.com',
  name: { familyName: 'Jensen', givenName: '' },
  active: false,
  title: null,
  nickName: '',
  emails: [
    { value: 'a@example.com', type: 'work', primary: true },
    { value: 'b@example.org', type: 'home' },
  ],
  phoneNumbers: [],
  ims: [{ value: '' }, {}],
  [ENTERPRISE_USER_URN]: { department: 'Sales', manager: { value: '26118915' } },
  meta: { resourceType: 'User', created: '2030-01-01T12:00:00+02:00' },
};

const matches = (text: string): boolean => matchesFilter(parseFilter(text), BABS, USER_MODEL);

describe('matchesFilter', () => {
  it.each([
    // case by caseExact
    'userName eq "bABS@example.COM"',
    'USERNAME co "@EXAMPLE"',
    'userName sw "babs" and userName ew ".com" and userName sw "Babs@Example.com"',
    'id eq "Abc" and not (id eq "abc")',
    'externalId eq "EXT-1" and not (externalId eq "ext-1")',
    // instants
    'meta.created eq "2030-01-01T10:00:00Z"',
    'meta.created lt "2030-01-01T10:00:00.001Z" and meta.created ge "2030-01-01T11:00:00+01:00"',
    // presence
    'active pr and name pr and name.familyName pr and emails pr and emails.type pr',
    'not (photos pr) and not (ims pr)',
    'not (title pr) and not (nickName pr) and not (name.givenName pr) and not (phoneNumbers pr) and not (photos pr)',
    // multi-valued
    'emails.type eq "work" and emails.value co "example.org"',
    'not (emails[type eq "work" and value co "example.org"])',
    'emails[type eq "work"].value eq "A@example.com"',
    'emails co "example.org" and emails eq "a@example.com"',
    'emails[not (primary eq true)]',
    'not (emails[primary eq true and type eq "home"])',
    // URNs
    `${USER_URN}:userName sw "babs" and ${USER_URN.toUpperCase()}:name.familyName eq "jensen"`,
    `${ENTERPRISE_USER_URN}:department eq "sales"`,
    `${ENTERPRISE_USER_URN}:manager.value eq "26118915" and ${ENTERPRISE_USER_URN}:manager eq "26118915"`,
    'department eq "sales" and manager eq "26118915"',
    `${ENTERPRISE_USER_URN} pr`,
    `schemas eq "${ENTERPRISE_USER_URN}"`,
    // what the RFC leaves open
    'title eq null and nickName ne null and emails ne null and photos eq null',
    'title ne "x" and emails.type ne "work" and active ne true',
    // types never convert
    'not (active eq "false") and not (userName eq 1) and active ne "false"',
    'active eq false',
    // lexicographic
    'name.familyName gt "jeans" and name.familyName le "jensen"',
    // precedence
    'userName sw "babs" or userName sw "x" and active eq true',
    'not ((userName sw "babs" or userName sw "x") and active eq true)',
  ])('is true: %s', (text) => {
    expect(matches(text)).toBe(true);
  });

  it.each([
    'nope eq "x"',
    'nope pr',
    'urn:example:nope:department eq "Sales"',
    'urn:example:nope:userName pr',
    'name.nope pr',
    'userName.value pr',
  ])('is false of what there is not: %s', (text) => {
    expect(matches(text)).toBe(false);
  });

  it.each([
    'active gt true',
    'active le "x"',
    'emails.primary lt false',
    'x509Certificates.value gt "AA=="',
    'x509Certificates ge "AA=="',
    'userName gt null',
    'userName co 1',
    'active sw true',
    'userName eq "nobody" and active gt true',
    'emails[primary gt true]',
  ])('refuses comparisons that have no meaning, whatever the data: %s', (text) => {
    expect(() => matches(text)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidFilter' }));
    expect(() => matches(text)).toThrow(ScimError);
  });

  it('knows nothing but the common attributes without a model', () => {
    const facts = {
      patch: { supported: true },
      bulk: { maxOperations: 10 },
      meta: { created: '2030-01-01T00:00:00Z' },
    };
    const holds = (text: string): boolean => matchesFilter(parseFilter(text), facts);
    expect(holds('patch.supported eq true and bulk.maxOperations ge 9')).toBe(true);
    expect(holds('meta.created eq "2030-01-01T01:00:00+01:00"')).toBe(true);
    expect(holds('patch.supported eq "true" or bulk.maxOperations gt 10')).toBe(false);
  });

  it('takes __proto__ and constructor for ordinary names', () => {
    expect(matchesFilter(parseFilter('constructor pr or toString pr or __proto__ pr'), {})).toBe(false);
    expect(matchesFilter(parseFilter('__proto__ eq "x"'), JSON.parse('{"__proto__": "x"}'))).toBe(true);
  });
});

describe('compileValueFilter', () => {
  it('takes an element that is no object as its own value', () => {
    const test = compileValueFilter(parseFilter('value eq "a"'));
    expect([test('a'), test('b'), test({ value: 'A' })]).toEqual([true, false, true]);
  });

  it('compares as the sub-attributes say', () => {
    const certificates = findAttribute(USER_SCHEMA.attributes, 'x509Certificates');
    const test = compileValueFilter(parseFilter('value eq "aa"'), certificates);
    expect([test({ value: 'aa' }), test({ value: 'AA' })]).toEqual([true, false]);
    const members = findAttribute(GROUP_MODEL.core.attributes, 'members');
    expect(compileValueFilter(parseFilter('TYPE eq "user"'), members)({ type: 'User' })).toBe(true);
  });
});

/*
 * The oracle: a second evaluation, written without any of the code it checks. It knows a handful of attributes by their
 * written-out rules and looks at every value one by one.
 */
interface Known {
  readonly name: string;
  readonly kind: 'folded' | 'exact' | 'boolean' | 'time';
  readonly values: (user: Sample) => readonly (string | boolean | undefined)[];
}

interface Sample {
  readonly userName?: string;
  readonly externalId?: string;
  readonly active?: boolean;
  readonly created?: number;
  readonly department?: string;
  readonly emails: readonly { readonly value?: string; readonly type?: string; readonly primary?: boolean }[];
}

const TIMES = ['2030-01-01T00:00:00Z', '2030-01-01T01:00:00+01:00', '2030-01-01T00:00:00.5Z', '2029-12-31T23:59:60Z'];
const time = (text: string): number => Date.parse(text);

const KNOWN: readonly Known[] = [
  { name: 'userName', kind: 'folded', values: ({ userName }) => [userName] },
  { name: 'externalId', kind: 'exact', values: ({ externalId }) => [externalId] },
  { name: 'active', kind: 'boolean', values: ({ active }) => [active] },
  { name: 'meta.created', kind: 'time', values: ({ created }) => [created === undefined ? undefined : TIMES[created]] },
  { name: `${ENTERPRISE_USER_URN}:department`, kind: 'folded', values: ({ department }) => [department] },
  { name: 'emails', kind: 'folded', values: ({ emails }) => emails.map(({ value }) => value) },
  { name: 'emails.type', kind: 'folded', values: ({ emails }) => emails.map(({ type }) => type) },
  { name: 'emails.primary', kind: 'boolean', values: ({ emails }) => emails.map(({ primary }) => primary) },
];

const NESTED = KNOWN.filter(({ name }) => name.startsWith('emails.')).map((known) => ({
  ...known,
  name: known.name.slice('emails.'.length),
}));

type Written =
  | { readonly test: Known; readonly operator: CompareOperator; readonly value: CompareValue }
  | { readonly test: Known; readonly operator: 'pr' }
  | { readonly and: readonly Written[] }
  | { readonly or: readonly Written[] }
  | { readonly not: Written }
  | { readonly emails: Written };

const spell = (written: Written): string => {
  if ('and' in written) return written.and.map((term) => `(${spell(term)})`).join(' and ');
  if ('or' in written) return written.or.map((term) => `(${spell(term)})`).join(' or ');
  if ('not' in written) return `not (${spell(written.not)})`;
  if ('emails' in written) return `emails[${spell(written.emails)}]`;
  if (written.operator === 'pr') return `${written.test.name} pr`;
  return `${written.test.name} ${written.operator} ${JSON.stringify('value' in written ? written.value : null)}`;
};

const judge = (written: Written, user: Sample): boolean => {
  if ('and' in written) return !written.and.some((term) => !judge(term, user));
  if ('or' in written) return written.or.some((term) => judge(term, user));
  if ('not' in written) return !judge(written.not, user);
  if ('emails' in written) return user.emails.some((email) => judge(written.emails, { emails: [email] }));
  const values = written.test.values(user).filter((value) => value !== undefined);
  if (written.operator === 'pr') {
    const parts = written.test.name === 'emails' ? user.emails.flatMap((email) => Object.values(email)) : values;
    return parts.some((value) => value !== undefined && value !== '');
  }
  const wanted = 'value' in written ? written.value : null;
  if (wanted === null) return written.operator === 'eq' ? values.length === 0 : values.length > 0;
  const one = (value: string | boolean): boolean => judgeOne(written.test.kind, written.operator, value, wanted);
  return written.operator === 'ne' ? values.length === 0 || values.some(one) : values.some(one);
};

const judgeOne = (kind: Known['kind'], operator: string, value: string | boolean, wanted: CompareValue): boolean => {
  if (typeof value !== typeof wanted) return operator === 'ne';
  if (typeof value === 'boolean' || typeof wanted !== 'string') return (value === wanted) === (operator === 'eq');
  const [left, right] = kind === 'folded' ? [value.toLowerCase(), wanted.toLowerCase()] : [value, wanted];
  if (operator === 'co') return left.includes(right);
  if (operator === 'sw') return left.startsWith(right);
  if (operator === 'ew') return left.endsWith(right);
  const [low, high] = kind === 'time' ? [time(left), time(right)] : [left, right];
  const comparable = kind !== 'time' || (!Number.isNaN(low) && !Number.isNaN(high));
  if (!comparable) return operator === 'ne';
  if (operator === 'eq') return low === high;
  if (operator === 'ne') return low !== high;
  return { gt: low > high, ge: low >= high, lt: low < high, le: low <= high }[operator] ?? false;
};

const words = fc.constantFrom('', 'a', 'A', 'ab', 'b', 'É', 'é', 'work', 'home');
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const definedOnly = <Value extends object>(value: Value): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));

const samples: fc.Arbitrary<Sample> = fc.record({
  userName: optional(words),
  externalId: optional(words),
  active: optional(fc.boolean()),
  created: optional(fc.nat(TIMES.length - 1)),
  department: optional(words),
  emails: fc.array(fc.record({ value: optional(words), type: optional(words), primary: optional(fc.boolean()) }), {
    maxLength: 3,
  }),
}) as fc.Arbitrary<Sample>;

const toResource = ({ created, department, emails, ...simple }: Sample): JsonObject => ({
  ...definedOnly(simple),
  emails: emails.map(definedOnly),
  ...(created === undefined ? {} : { meta: { created: TIMES[created] ?? null } }),
  ...(department === undefined ? {} : { [ENTERPRISE_USER_URN]: { department } }),
});

const expressions = (known: readonly Known[]): fc.Arbitrary<Written> =>
  fc.constantFrom(...known).chain((test) => {
    const operators: CompareOperator[] =
      test.kind === 'boolean' ? ['eq', 'ne'] : ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
    const text = test.kind === 'time' ? fc.constantFrom(...TIMES) : words;
    return fc.oneof(
      fc.constant<Written>({ test, operator: 'pr' }),
      fc.record({ test: fc.constant(test), operator: fc.constantFrom(...operators), value: text }),
      fc.record({
        test: fc.constant(test),
        operator: fc.constantFrom<CompareOperator>('eq', 'ne'),
        value: fc.constantFrom<CompareValue>(true, false, null, 1, 'true'),
      }),
    );
  });

const trees = (leaves: readonly fc.Arbitrary<Written>[]): fc.Arbitrary<Written> =>
  fc.letrec<{ tree: Written }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      ...leaves,
      fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((and) => ({ and })),
      fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((or) => ({ or })),
      tie('tree').map((not) => ({ not })),
    ),
  })).tree;

const written = trees([expressions(KNOWN), trees([expressions(NESTED)]).map((emails) => ({ emails }))]);

describe('evaluation', () => {
  it('agrees with the oracle', () => {
    fc.assert(
      fc.property(written, samples, (expression, sample) => {
        const filter: Filter = parseFilter(spell(expression));
        const resource: Json = toResource(sample);
        expect(matchesFilter(filter, resource, USER_MODEL)).toBe(judge(expression, sample));
      }),
      { numRuns: 2000 },
    );
  });
});
