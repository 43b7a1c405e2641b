import { describe, expect, it } from 'vitest';
import { nestedScope } from './fill.ts';
import type { Dialect, Operation } from './model.ts';
import { resolveOperation } from './operation.ts';

const AT = { file: 'dialect.yaml', line: 1, column: 1 };
const form = { evidence: 'assumed', sources: [], requests: [], at: AT } as const;

const createUser: Operation = {
  name: 'create-user',
  title: 'Create a user',
  parameters: {
    userName: { optional: false },
    password: { optional: true, default: '${run.guid}-${style}' },
    manager: { optional: true },
  },
  forms: { plain: { ...form, evidence: 'captured' }, old: form },
  at: AT,
};

const acme: Dialect = {
  name: 'acme',
  title: 'Acme Directory',
  file: 'dialect.yaml',
  modes: { plain: { title: 'Plain', let: { style: 'new' } }, old: { title: 'Old', let: { style: '${mode}' } } },
  features: {},
  headers: [],
  bodyHeaders: [],
  query: { space: '%20', keep: '', trailing: '' },
  operations: { 'create-user': createUser },
};

const loaded = { dialects: new Map([['acme', acme]]) };
const scope = nestedScope({ run: { guid: 'g1' }, login: 'eve', secret: 'of the case' });

describe('an operation', () => {
  it('has a scope of its own: parameters, defaults, what the mode says, run', () => {
    const resolved = resolveOperation(loaded, 'acme', 'old', 'create-user', { userName: '${login}' }, scope);
    expect(Object.fromEntries(resolved.scope)).toEqual({
      mode: 'old',
      run: { guid: 'g1' },
      style: 'old',
      userName: 'eve',
      password: 'g1-old',
    });
    expect(resolved).toMatchObject({ mode: 'old', evidence: 'assumed' });
    expect(resolved.scope.get('secret')).toBeUndefined();
  });

  it('speaks the first mode unless told', () => {
    expect(resolveOperation(loaded, 'acme', undefined, 'create-user', { userName: 'x' }, scope)).toMatchObject({
      mode: 'plain',
      evidence: 'captured',
    });
  });

  it('takes null as a value, and a missing optional value as none', () => {
    const values = { userName: 'x', password: null, manager: '${boss?}' };
    const resolved = resolveOperation(loaded, 'acme', 'plain', 'create-user', values, scope);
    expect(resolved.scope.get('password')).toBeNull();
    expect(resolved.scope.has('manager')).toBe(false);
  });

  it.each([
    [{ userName: '${boss?}' }, 'create-user', 'plain', '`create-user` needs `userName`, and its value is missing'],
    [{}, 'constructor', 'plain', 'acme has no operation `constructor` in its mode `plain`'],
    [{}, 'create-user', 'newest', 'acme has no operation `create-user` in its mode `newest`'],
  ])('without what it needs is a problem: %j', (values, name, mode, message) => {
    expect(() => resolveOperation(loaded, 'acme', mode, name, values, scope)).toThrow(message);
  });
});
