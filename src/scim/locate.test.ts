import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepFreeze, json } from './arbitrary.testing.ts';
import type { Json, JsonObject } from './json.ts';
import { locate, modelOfResource, omit } from './locate.ts';
import { parseLocator } from './path.ts';
import { GROUP_MODEL, MODELS, USER_MODEL } from './schemas.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE, GROUP_URN, LIST_RESPONSE_URN, USER_URN } from './urn.ts';

const BABS: JsonObject = {
  schemas: [USER_URN, ENTERPRISE],
  id: 'A1',
  userName: 'babs',
  name: { givenName: 'Barbara' },
  title: null,
  emails: [
    { value: 'w@example.com', type: 'work', primary: true },
    { value: 'h@example.com', type: 'home' },
  ],
  [ENTERPRISE]: { department: 'D', manager: { value: 'm' } },
};
const LIST: JsonObject = deepFreeze({
  schemas: [LIST_RESPONSE_URN],
  totalResults: 2,
  Resources: [
    BABS,
    { schemas: [GROUP_URN], id: 'a1', displayName: 'crew', members: [{ value: 'A1' }, { value: 'B2' }] },
  ],
});

const at = (body: Json, text: string) => locate(body, parseLocator(text));
const values = (body: Json, text: string): Json[] => at(body, text).values;

describe('locate', () => {
  it('finds single values, names ignoring case', () => {
    expect(at(BABS, 'NAME.givenname')).toEqual({ values: ['Barbara'], many: false });
    expect(values(BABS, 'title')).toEqual([null]);
    expect(values(BABS, 'nope')).toEqual([]);
    expect(values(BABS, 'userName.x')).toEqual([]);
  });

  it('takes a list at the end as one value and says when it led through one', () => {
    expect(at(BABS, 'emails')).toEqual({ values: [BABS.emails], many: false });
    expect(at(BABS, 'emails.value')).toEqual({ values: ['w@example.com', 'h@example.com'], many: true });
    expect(at(LIST, 'Resources.members.value')).toEqual({ values: ['A1', 'B2'], many: true });
    expect(at([BABS], 'userName')).toEqual({ values: ['babs'], many: true });
  });

  it('selects elements by filters, which compare by the schemas of the resources', () => {
    expect(at(BABS, 'emails[type eq "WORK"].value')).toEqual({ values: ['w@example.com'], many: false });
    expect(at(BABS, 'emails[type eq "home"]').values).toEqual([{ value: 'h@example.com', type: 'home' }]);
    expect(values(LIST, 'Resources[id eq "a1"].displayName')).toEqual(['crew']);
    expect(values(LIST, 'Resources[userName eq "BABS"].id')).toEqual(['A1']);
    expect(values(LIST, 'Resources[emails[type eq "work"].value sw "w"].emails[type eq "home"].value')).toEqual([
      'h@example.com',
    ]);
    expect(values({ tags: ['a', 'b'] }, 'tags[value eq "b"]')).toEqual(['b']);
  });

  it('looks into messages that no schema defines', () => {
    const bulk = {
      Operations: [
        { bulkId: 'alice', response: { status: '400' } },
        { bulkId: 'bob', status: '201' },
      ],
    };
    expect(values(bulk, 'Operations[bulkId eq "alice"].response.status')).toEqual(['400']);
    expect(values(bulk, 'operations[bulkId eq "bob"].status')).toEqual(['201']);
  });

  it('follows URNs: of extensions, of the core schema, bare', () => {
    expect(values(BABS, `${ENTERPRISE}:department`)).toEqual(['D']);
    expect(values(BABS, `${ENTERPRISE.toLowerCase()}:MANAGER.value`)).toEqual(['m']);
    expect(values(BABS, ENTERPRISE)).toEqual([BABS[ENTERPRISE]]);
    expect(values(BABS, `${USER_URN}:name.givenName`)).toEqual(['Barbara']);
    expect(values({ userName: 'x' }, `${USER_URN}:userName`)).toEqual(['x']);
    expect(values(BABS, `${GROUP_URN}:displayName`)).toEqual([]);
    expect(values({ schemas: [USER_URN], userName: 'x' }, `${ENTERPRISE}:department`)).toEqual([]);
  });

  it('is the whole body without segments', () => {
    expect(at(LIST, '')).toEqual({ values: [LIST], many: false });
    expect(at(null, '')).toEqual({ values: [null], many: false });
  });

  it('tells keys that differ in case only', () => {
    expect(at({ displayName: 'a', DISPLAYNAME: 'b' }, 'displayName')).toEqual({
      values: ['a'],
      many: false,
      ambiguous: ['displayName', 'DISPLAYNAME'],
    });
  });

  it('never looks at the prototype, and survives any body', () => {
    expect(values({}, 'constructor.name')).toEqual([]);
    expect(values(JSON.parse('{"__proto__": {"a": 1}}'), '__proto__.a')).toEqual([1]);
    fc.assert(
      fc.property(
        json,
        fc.constantFrom('value', 'value.value', 'VALUE[value pr].value', '__proto__.constructor'),
        (body, text) => {
          expect(at(deepFreeze(body), text).values).toBeInstanceOf(Array);
        },
      ),
    );
  });
});

describe('omit', () => {
  const without = (text: string): Json => omit(deepFreeze(BABS), parseLocator(text));

  it('takes out what the locator points to and nothing else', () => {
    const { name: _, ...unnamed } = BABS;
    expect(without('NAME')).toEqual(unnamed);
    expect(without('name.givenName')).toEqual({ ...BABS, name: {} });
    expect(without('emails.primary')).toEqual({
      ...BABS,
      emails: [
        { value: 'w@example.com', type: 'work' },
        { value: 'h@example.com', type: 'home' },
      ],
    });
    expect(without('emails[type eq "work"]')).toEqual({ ...BABS, emails: [{ value: 'h@example.com', type: 'home' }] });
    expect(without('emails[type eq "home"].value')).toMatchObject({
      emails: [{ value: 'w@example.com' }, { type: 'home' }],
    });
    expect(without(`${ENTERPRISE}:department`)).toEqual({ ...BABS, [ENTERPRISE]: { manager: { value: 'm' } } });
    expect(without(ENTERPRISE)).not.toHaveProperty([ENTERPRISE]);
    expect(without('nope.x')).toEqual(BABS);
    expect(without('')).toBeNull();
  });

  it('leaves nothing to locate', () => {
    const texts = fc.constantFrom('value', 'value.value', 'value[value pr]', 'constructor', '__proto__');
    fc.assert(
      fc.property(json, texts, (body, text) => {
        const [rest, { ambiguous }] = [omit(deepFreeze(body), parseLocator(text)), at(body, text)];
        if (ambiguous === undefined) expect(values(rest, text)).toEqual([]);
      }),
    );
  });
});

describe('modelOfResource', () => {
  it('goes by meta.resourceType, then by schemas', () => {
    expect(modelOfResource({ meta: { resourceType: 'Group' }, schemas: [USER_URN] }, MODELS)).toBe(GROUP_MODEL);
    expect(modelOfResource({ meta: { resourceType: 'Nope' }, Schemas: [USER_URN.toUpperCase()] }, MODELS)).toBe(
      USER_MODEL,
    );
    expect(modelOfResource({ userName: 'x' }, MODELS)).toBeUndefined();
  });
});
