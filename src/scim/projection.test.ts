import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepFreeze } from './arbitrary.testing.ts';
import { attributesOf } from './attribute.ts';
import { complex, text } from './define.ts';
import type { JsonObject } from './json.ts';
import { type Projection, project } from './projection.ts';
import type { ResourceModel } from './schema.ts';
import { USER_MODEL } from './schemas.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE, USER_URN } from './urn.ts';

/** The user model with an attribute, and parts of one, of every kind of `returned`. */
const MODEL: ResourceModel = {
  ...USER_MODEL,
  core: {
    ...USER_MODEL.core,
    attributes: [
      ...USER_MODEL.core.attributes,
      text('badge', '', { returned: 'always' }),
      text('secretQuestion', '', { returned: 'request' }),
      complex('account', '', [
        text('number', '', { returned: 'always' }),
        text('bank', ''),
        text('balance', '', { returned: 'request' }),
        text('pin', '', { returned: 'never' }),
      ]),
    ],
  },
};

const BABS: JsonObject = deepFreeze({
  schemas: [USER_URN, ENTERPRISE],
  id: '1',
  userName: 'babs',
  password: 'secret',
  badge: 'B7',
  secretQuestion: 'why',
  name: { givenName: 'Barbara', familyName: 'Jensen' },
  emails: [{ value: 'w@example.com', type: 'work' }, { value: 'h@example.com' }],
  account: { number: '42', bank: 'Bank', balance: '0', pin: '0000' },
  stranger: 'x',
  title: null,
  [ENTERPRISE]: { department: 'D', manager: { value: 'm', displayName: 'Em' } },
});
const ALWAYS = { schemas: BABS.schemas, id: '1', badge: 'B7' };

const shown = (projection: Projection): JsonObject => project(BABS, MODEL, projection);
const only = (...attributes: string[]): JsonObject => shown({ attributes });
const without = (...excludedAttributes: string[]): JsonObject => shown({ excludedAttributes });

describe('project', () => {
  it('shows always and default attributes, never those to be asked for or never shown', () => {
    const { password: _, secretQuestion: __, title: ___, ...rest } = BABS;
    expect(shown({})).toEqual({ ...rest, account: { number: '42', bank: 'Bank' } });
    expect(shown({ attributes: [], excludedAttributes: [] })).toEqual(shown({}));
  });

  it('shows what is named beside what is always shown', () => {
    expect(only('userName')).toEqual({ ...ALWAYS, userName: 'babs' });
    expect(only('USERNAME', ' secretquestion ')).toEqual({ ...ALWAYS, userName: 'babs', secretQuestion: 'why' });
    expect(only('password', 'nope', 'emails[type eq "work"]', '')).toEqual(ALWAYS);
  });

  it('shows parts that are named, with those of the same attribute that are always shown', () => {
    expect(only('name.givenName')).toEqual({ ...ALWAYS, name: { givenName: 'Barbara' } });
    expect(only('emails.type')).toEqual({ ...ALWAYS, emails: [{ type: 'work' }] });
    expect(only('account.bank')).toEqual({ ...ALWAYS, account: { number: '42', bank: 'Bank' } });
    expect(only('account.balance')).toEqual({ ...ALWAYS, account: { number: '42', balance: '0' } });
    expect(only('account', 'account.balance').account).toEqual({ number: '42', bank: 'Bank', balance: '0' });
    expect(only('account', 'account.pin').account).toEqual({ number: '42', bank: 'Bank' });
  });

  it('leaves out what is excluded, but for what is always shown', () => {
    const all = shown({});
    const { emails: _, ...withoutEmails } = all;
    expect(without('EMAILS', 'id', 'schemas', 'badge')).toEqual(withoutEmails);
    expect(without('name.givenName')).toEqual({ ...all, name: { familyName: 'Jensen' } });
    expect(without('name.givenName', 'name.familyName')).not.toHaveProperty('name');
    expect(without('account.number', 'account.bank').account).toEqual({ number: '42' });
    expect(without('account')).not.toHaveProperty('account');
  });

  it('understands URNs', () => {
    expect(only(`${USER_URN}:name.givenName`)).toEqual({ ...ALWAYS, name: { givenName: 'Barbara' } });
    expect(only(`${ENTERPRISE.toLowerCase()}:DEPARTMENT`)).toEqual({ ...ALWAYS, [ENTERPRISE]: { department: 'D' } });
    expect(only(`${ENTERPRISE}:manager.value`)).toEqual({ ...ALWAYS, [ENTERPRISE]: { manager: { value: 'm' } } });
    expect(only(ENTERPRISE)).toEqual({ ...ALWAYS, [ENTERPRISE]: BABS[ENTERPRISE] });
    expect(without(ENTERPRISE)).not.toHaveProperty([ENTERPRISE]);
    expect(without(`${ENTERPRISE}:manager.displayName`)[ENTERPRISE]).toEqual({
      department: 'D',
      manager: { value: 'm' },
    });
    expect(without(`${ENTERPRISE}:userName`)).toEqual(shown({}));
  });

  it('goes by `attributes` when both are given', () => {
    expect(shown({ attributes: ['userName'], excludedAttributes: ['userName'] })).toEqual(only('userName'));
  });

  it('takes __proto__ and constructor for ordinary unknown names', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"a": 1}, "constructor": null, "name": {"__proto__": null, "constructor": []}}',
    );
    expect(project(hostile, MODEL, {})).toEqual(JSON.parse('{"__proto__": {"a": 1}}'));
    expect(Object.keys(project(JSON.parse('{"__proto__": null}'), MODEL, {}))).toEqual([]);
  });

  const names = fc.uniqueArray(
    fc.constantFrom(
      ...attributesOf(MODEL).map(({ attribute, extension }) => (extension ? `${extension.id}:` : '') + attribute.name),
    ),
  );

  it('shows always what is always shown and never what is never shown', () => {
    fc.assert(
      fc.property(names, names, (attributes, excludedAttributes) => {
        for (const projection of [{ attributes }, { excludedAttributes }, { attributes, excludedAttributes }]) {
          const result = shown(projection);
          expect(result).toMatchObject(ALWAYS);
          expect(result).not.toHaveProperty('password');
          expect(result).not.toHaveProperty('account.pin');
        }
      }),
    );
  });

  it('splits what is shown by default into what is named and what is excluded', () => {
    fc.assert(
      fc.property(names, (attributes) => {
        fc.pre(attributes.length > 0);
        const [named, rest] = [shown({ attributes }), shown({ excludedAttributes: attributes })];
        const both = new Set([...Object.keys(named), ...Object.keys(rest)]);
        both.delete('secretQuestion');
        expect([...both].sort()).toEqual(Object.keys(shown({})).sort());
        const common = Object.keys(named).filter((name) => name in rest && name !== ENTERPRISE);
        expect(common.sort()).toEqual(Object.keys(ALWAYS).sort());
      }),
    );
  });

  it('changes nothing when it is repeated', () => {
    fc.assert(
      fc.property(names, (attributes) => {
        const once = shown({ attributes });
        expect(project(once, MODEL, { attributes })).toEqual(once);
      }),
    );
  });
});
