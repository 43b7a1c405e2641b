/**
 * The RFCs' cases on a target whose own user schema lacks attributes of RFC 7643 §4, as nearly every one does. A case that
 * is written with `title` speaks of another plain attribute there, so that its sentence is judged all the same.
 */
import { isSchemaPublished } from '../checks/published.ts';
import { coreAttributes, findAttribute, findExtension, sameName } from '../scim/attribute.ts';
import type { Attribute, ResourceModel } from '../scim/schema.ts';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from '../scim/schemas.ts';
import type { Case, Step } from '../suite/model.ts';

/** Attributes of which any says as much as any other to a case; the first that is there is taken. */
const ALIKE: readonly (readonly string[])[] = [
  ['nickName', 'title', 'userType', 'displayName'],
  ['middleName', 'honorificPrefix', 'honorificSuffix'],
  ['department', 'costCenter', 'division', 'organization', 'employeeNumber'],
];

/** Some servers make a displayName when they are given none: it stands in for nothing that has to be absent. */
const OFTEN_DERIVED = 'displayName';

/** The case in words that the target knows, as far as there are any. */
export const withStandIns = (testCase: Case, models: readonly ResourceModel[]): Case => {
  const users = models.find((model) => sameName(model.core.id, USER_SCHEMA.id) && isSchemaPublished(model));
  const declared = users === undefined ? [] : placesIn(users);
  const { let: values, given, steps } = testCase;
  const text = wordsOf([values, given, steps]);
  const taken = new Map<string, string>();
  for (const name of declared.length === 0 || steps.some(isAboutSchemas) ? [] : ALIKE.flat()) {
    if (name === OFTEN_DERIVED || findAttribute(declared, name) !== undefined || !says(text, name)) continue;
    const other = ALIKE.find((names) => names.includes(name))?.find(
      (one) =>
        isPlain(findAttribute(declared, one)) &&
        !says(text, one) &&
        ![...taken.values()].includes(one) &&
        (one !== OFTEN_DERIVED || !hasToBeAbsent(name, testCase)),
    );
    if (other !== undefined) taken.set(name, other);
  }
  const rename = (words: string): string => {
    let said = words;
    for (const [name, other] of taken) {
      said = said.replace(wordPattern(name, 'gi'), (found) => (found === name ? other : inOtherCase(other)));
    }
    return said;
  };
  if (taken.size === 0) return testCase;
  return { ...testCase, let: renameIn(values, rename), given: renameIn(given, rename), steps: renameIn(steps, rename) };
};

/** Where a plain attribute of users may be declared. An extension that the target does not publish is not known to lack any. */
const placesIn = (users: ResourceModel): readonly Attribute[] => {
  const core = coreAttributes(users);
  const enterprise = findExtension(users, ENTERPRISE_USER_SCHEMA.id) ?? ENTERPRISE_USER_SCHEMA;
  return [...core, ...(findAttribute(core, 'name')?.subAttributes ?? []), ...enterprise.attributes];
};

/** Free text that a case may write, read, find and take away. */
const isPlain = (attribute: Attribute | undefined): boolean =>
  attribute?.type === 'string' &&
  !attribute.multiValued &&
  !attribute.required &&
  attribute.mutability === 'readWrite' &&
  attribute.returned === 'default' &&
  attribute.uniqueness === 'none' &&
  (attribute.canonicalValues ?? []).length === 0;

/** What a server says in its schemas is judged as it is. */
const isAboutSchemas = (step: Step): boolean =>
  step.kind === 'request' && /^\/(?:Schemas|ResourceTypes)\b/.test(step.request.path);

/** Whether the case takes the attribute away, or looks for users without it. */
const hasToBeAbsent = (name: string, { steps }: Case): boolean =>
  steps.some((step) => 'expect' in step && step.expect?.absent.some(({ path }) => says(path, name)) === true) ||
  new RegExp(`\\b${name} pr\\b`, 'i').test(wordsOf(steps));

// ------------------------------------------------------------------------------------------------------ the words of a case

/** All names and texts in a part of a case, without its place in a file. */
const wordsOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .filter(([name]) => name !== 'at')
    .map(([name, part]: [string, unknown]) => `${name} ${wordsOf(part)}`)
    .join('\n');
};

const wordPattern = (name: string, flags: string): RegExp => new RegExp(`\\b${name}\\b`, flags);

const says = (text: string, name: string): boolean => wordPattern(name, 'i').test(text);

/** A name that the case writes otherwise than the RFC stays written otherwise. */
const inOtherCase = (name: string): string =>
  [...name].map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase())).join('');

/** The same value with other words in its names and texts. */
function renameIn<T>(value: T, rename: (words: string) => string): T;
function renameIn(value: unknown, rename: (words: string) => string): unknown {
  if (typeof value === 'string') return rename(value);
  if (Array.isArray(value)) return value.map((one: unknown) => renameIn(one, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) =>
      name === 'at' ? [name, part] : [rename(name), renameIn(part, rename)],
    ),
  );
}
