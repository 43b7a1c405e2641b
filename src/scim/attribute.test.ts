import { describe, expect, it } from 'vitest';
import { ambiguousKeys, attributesOf, getIgnoringCase, keyIgnoringCase, lookUp, resolve } from './attribute.ts';
import type { JsonObject } from './json.ts';
import { parseAttributePath } from './path.ts';
import type { ResourceModel } from './schema.ts';
import { ENTERPRISE_USER_SCHEMA, GROUP_MODEL, USER_MODEL } from './schemas.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE, USER_URN } from './urn.ts';

const hostile: JsonObject = JSON.parse('{"__proto__": 1, "Constructor": 2}');

describe('names', () => {
  it('are found whatever their case, the exactly equal one first', () => {
    const object = { USERNAME: 'a', userName: 'b', id: null };
    expect(keyIgnoringCase(object, 'userName')).toBe('userName');
    expect(keyIgnoringCase(object, 'username')).toBe('USERNAME');
    expect(getIgnoringCase(object, 'ID')).toBeNull();
    expect(getIgnoringCase(object, 'title')).toBeUndefined();
    expect(ambiguousKeys(object)).toEqual([['USERNAME', 'userName']]);
  });

  it('never come from the prototype', () => {
    expect(getIgnoringCase({}, 'toString')).toBeUndefined();
    expect(getIgnoringCase({}, '__proto__')).toBeUndefined();
    expect(getIgnoringCase(hostile, '__PROTO__')).toBe(1);
    expect(getIgnoringCase(hostile, 'constructor')).toBe(2);
  });
});

describe('resolve', () => {
  const find = (text: string, model: ResourceModel = USER_MODEL) => resolve(model, parseAttributePath(text));

  it('finds attributes with and without their URN, whatever the case', () => {
    for (const text of [
      'name.givenName',
      'NAME.GIVENNAME',
      `${USER_URN}:name.givenname`,
      `${USER_URN.toUpperCase()}:Name.givenName`,
    ]) {
      expect(find(text), text).toMatchObject({ attribute: { name: 'name' }, subAttribute: { name: 'givenName' } });
    }
    expect(find(`${ENTERPRISE}:manager.displayName`)).toMatchObject({
      attribute: { name: 'manager' },
      subAttribute: { mutability: 'readOnly' },
      extension: ENTERPRISE_USER_SCHEMA,
    });
    expect(find(`${USER_URN}:id`)).toMatchObject({ attribute: { name: 'id', caseExact: true } });
  });

  it('knows a bare extension URN', () => {
    expect(find(ENTERPRISE.toLowerCase())).toEqual({ kind: 'extension', extension: ENTERPRISE_USER_SCHEMA });
    expect(find(ENTERPRISE, GROUP_MODEL)).toBeUndefined();
  });

  it('finds extension attributes without URN unless two extensions have them', () => {
    expect(find('department')).toMatchObject({ extension: ENTERPRISE_USER_SCHEMA });
    const other = { ...ENTERPRISE_USER_SCHEMA, id: 'urn:example:other' };
    const model = { ...USER_MODEL, extensions: [ENTERPRISE_USER_SCHEMA, other] };
    expect(find('department', model)).toBeUndefined();
    expect(find('urn:example:other:department', model)).toMatchObject({ extension: other });
  });

  it('never finds an attribute of one schema under the URN of another', () => {
    for (const text of [
      `${ENTERPRISE}:userName`,
      `${USER_URN}:department`,
      'urn:example:x:userName',
      'name.nope',
      'nope',
    ]) {
      expect(find(text), text).toBeUndefined();
    }
  });

  it('lets the common attributes take precedence over a schema that lists them again', () => {
    const [first, ...rest] = USER_MODEL.core.attributes;
    const core = {
      ...USER_MODEL.core,
      attributes: first === undefined ? [] : [{ ...first, name: 'ID' }, first, ...rest],
    };
    const model = { ...USER_MODEL, core };
    expect(lookUp(model, { attribute: 'id' })).toMatchObject({ mutability: 'readOnly', returned: 'always' });
    expect(attributesOf(model).filter(({ attribute }) => attribute.name.toLowerCase() === 'id')).toHaveLength(1);
  });
});
