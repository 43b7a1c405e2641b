/** Laws that PATCH keeps, whatever the resource and the operation. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepFreeze } from './arbitrary.testing.ts';
import { sameValue } from './equality.ts';
import { ScimError } from './error.ts';
import type { Json, JsonObject } from './json.ts';
import { applyPatch, type PatchOperation, readPatch } from './patch.ts';
import { USER_MODEL } from './schemas.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE, PATCH_URN, USER_URN } from './urn.ts';

const word = fc.constantFrom('a', 'b', 'B', 'work', 'home', 'é');
const some = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const withoutAbsent = (value: JsonObject | { [name: string]: Json | undefined }): JsonObject =>
  Object.fromEntries(Object.entries(value).flatMap(([name, part]) => (part === undefined ? [] : [[name, part]])));

const filledObject = (shape: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<JsonObject> =>
  fc
    .record(Object.fromEntries(Object.entries(shape).map(([name, arbitrary]) => [name, some(arbitrary)])))
    .map(withoutAbsent)
    .filter((object) => Object.keys(object).length > 0);

const email = filledObject({ value: word, type: word, display: word });
const emails = fc
  .uniqueArray(email, {
    minLength: 1,
    maxLength: 3,
    selector: ({ value, type, display }) => `${value}`.toLowerCase() + (value ? '' : `${type}${display}`),
  })
  .chain((list) =>
    fc
      .nat(list.length)
      .map((at) => list.map((item, index): Json => (index === at ? { ...item, primary: true } : item))),
  );

/** Places that operations can go to, each with its values. */
const TARGETS: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  displayName: word,
  externalId: word,
  active: fc.boolean(),
  'name.givenName': word,
  'name.familyName': word,
  name: filledObject({ givenName: word, familyName: word }),
  emails,
  'emails[type eq "home"].display': word,
  'phoneNumbers[type eq "fax"].value': word,
  [`${ENTERPRISE}:department`]: word,
  [`${ENTERPRISE}:manager`]: filledObject({ value: word }),
};
/** Targets of which none is a part of another. */
const APART = [
  'displayName',
  'externalId',
  'active',
  'name.givenName',
  'name.familyName',
  'emails',
  `${ENTERPRISE}:department`,
];

const users: fc.Arbitrary<JsonObject> = fc
  .record({
    displayName: some(word),
    externalId: some(word),
    active: some(fc.boolean()),
    name: some(filledObject({ givenName: word, familyName: word })),
    emails: some(emails),
    [ENTERPRISE]: some(filledObject({ department: word, employeeNumber: word })),
  })
  .map((optional) => {
    const content = withoutAbsent(optional);
    const schemas = ENTERPRISE in content ? [USER_URN, ENTERPRISE] : [USER_URN];
    return deepFreeze({ schemas, id: 'x', userName: 'x', ...content });
  });

const targets = (names: readonly string[] = Object.keys(TARGETS)) =>
  fc.constantFrom(...names).chain((path) => (TARGETS[path] ?? word).map((value) => ({ path, value })));

const writes = targets().chain((target) => fc.constantFrom('add', 'replace').map((op) => ({ op, ...target })));
const operations = fc.oneof(
  writes,
  fc.constantFrom(...Object.keys(TARGETS)).map((path) => ({ op: 'remove', path })),
  // What must fail.
  fc.constantFrom<JsonObject>(
    { op: 'replace', path: 'nope', value: 'x' },
    { op: 'remove', path: 'userName' },
    { op: 'add', path: 'id', value: 'x' },
    { op: 'replace', path: 'active', value: 'maybe' },
  ),
);

const read = (...list: Json[]): PatchOperation[] => readPatch({ schemas: [PATCH_URN], Operations: list });
const patch = (user: JsonObject, ...list: Json[]): JsonObject => applyPatch(user, read(...list), USER_MODEL);

const spelledOtherwise = (text: string): string =>
  text.replace(/^[^[]*/, (name) =>
    [...name].map((letter, index) => (index % 2 ? letter.toUpperCase() : letter.toLowerCase())).join(''),
  );

const hasAnything = (user: JsonObject, path: string): boolean =>
  applyPatch(user, read({ op: 'remove', path }), USER_MODEL) !== user;

describe('PATCH', () => {
  it('never touches what it is given, and fails whole', () => {
    fc.assert(
      fc.property(users, fc.array(operations, { minLength: 1, maxLength: 5 }), (user, list) => {
        const before = structuredClone(user);
        try {
          patch(user, ...deepFreeze(list));
        } catch (error) {
          expect(error).toBeInstanceOf(ScimError);
        }
        expect(user).toEqual(before);
      }),
    );
  });

  it('is the composition of its operations', () => {
    fc.assert(
      fc.property(users, writes, writes, (user, first, second) => {
        expect(patch(user, first, second)).toEqual(patch(patch(user, first), second));
      }),
    );
  });

  it('undoes an add by a remove where there was nothing', () => {
    fc.assert(
      fc.property(users, targets(), (user, { path, value }) => {
        fc.pre(!hasAnything(user, path.replace(/\[.*/, '')));
        const added = patch(user, { op: 'add', path, value });
        expect(added).not.toEqual(user);
        expect(patch(added, { op: 'remove', path: path.replace(/\[.*/, '') })).toEqual(user);
      }),
    );
  });

  it('does nothing more when it is repeated', () => {
    fc.assert(
      fc.property(users, writes, (user, operation) => {
        const once = patch(user, operation);
        expect(patch(once, operation)).toEqual(once);
      }),
    );
  });

  it('shows what was replaced', () => {
    fc.assert(
      fc.property(users, targets(APART), (user, { path, value }) => {
        const holder = patch(user, { op: 'replace', path, value });
        const [outer = '', inner] = path.startsWith(ENTERPRISE) ? [ENTERPRISE, 'department'] : path.split('.');
        const found = holder[outer];
        const part = inner === undefined ? found : (found as JsonObject)[inner];
        expect(sameValue(part, value)).toBe(true);
      }),
    );
  });

  it('does not mind the order of operations on different attributes', () => {
    const pairs = fc.uniqueArray(targets(APART), { minLength: 2, maxLength: 4, selector: ({ path }) => path });
    fc.assert(
      fc.property(users, pairs, (user, list) => {
        const replacements = list.map((target) => ({ op: 'replace', ...target }));
        expect(patch(user, ...replacements)).toEqual(patch(user, ...replacements.toReversed()));
      }),
    );
  });

  it('means the same without path as with one operation for each attribute', () => {
    const lists = fc.uniqueArray(targets(APART), { minLength: 1, maxLength: 4, selector: ({ path }) => path });
    fc.assert(
      fc.property(users, lists, fc.constantFrom('add', 'replace'), (user, list, op) => {
        const value = Object.fromEntries(list.map((target) => [target.path, target.value]));
        expect(patch(user, { op, value })).toEqual(patch(user, ...list.map((target) => ({ op, ...target }))));
      }),
    );
  });

  it('does not mind how names are spelled', () => {
    fc.assert(
      fc.property(users, writes, (user, { op, path, value }) => {
        expect(patch(user, { op, path: spelledOtherwise(path), value })).toEqual(patch(user, { op, path, value }));
      }),
    );
  });

  it('keeps one primary value at most, and schemas that fit', () => {
    fc.assert(
      fc.property(users, fc.array(writes, { minLength: 1, maxLength: 4 }), (user, list) => {
        const result = patch(user, ...list);
        const primaries = JSON.stringify(result.emails ?? []).match(/"primary":true/g) ?? [];
        expect(primaries.length).toBeLessThanOrEqual(1);
        expect(result.schemas).toEqual(ENTERPRISE in result ? [USER_URN, ENTERPRISE] : [USER_URN]);
      }),
    );
  });
});
