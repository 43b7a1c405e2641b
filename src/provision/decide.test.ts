import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserHabits } from '../suite/model.ts';
import { attributeChanges, decideGroup, decideUser, dueReferences, heldAfter, whyUser } from './decide.ts';
import type { Link } from './links.ts';
import type { PersonRow } from './rows.ts';

const HABITS: UserHabits = {
  evidence: 'assumed',
  sources: [],
  match: { when: 'before-create', operations: ['match-user'], found: 'update', several: 'refuse' },
  create: [],
  update: [],
  references: {},
  emptied: 'kept',
  inactive: 'skip',
  deactivate: 'deactivate-user',
  reactivate: 'reactivate-user',
  leavers: { action: 'deactivate' },
  returners: 'link',
  gone: 'fail',
  withoutId: 'fail',
};

const link = (more: Partial<Link> = {}): Link => ({
  ...{ id: 'p1', targetId: 't1', name: 'ana', sent: { userName: 'ana', title: 'Engineer' } },
  ...{ refs: {}, refsOpen: false, active: true, unbound: false },
  ...more,
});

const row = (more: Partial<PersonRow> = {}): PersonRow => ({
  ...{ id: 'p1', name: 'ana', params: { userName: 'ana', title: 'Engineer' }, refs: {}, member: {}, active: true },
  at: { file: 'people.csv', line: 2 },
  ...more,
});

const CHANGE = { kind: 'change', reactivate: false, deactivate: false, changes: [], returns: false } as const;

describe('somebody in the directory', () => {
  it('who is not linked is created, unless inactive and the identity provider skips those', () => {
    expect(decideUser(row(), HABITS)).toEqual({ kind: 'create' });
    expect(decideUser(row({ active: false }), HABITS)).toEqual({ kind: 'none' });
    expect(decideUser(row({ active: false }), { ...HABITS, inactive: 'create' })).toEqual({ kind: 'create' });
  });

  it('who is as was last sent needs nothing', () => {
    expect(decideUser(row({ link: link() }), HABITS)).toEqual({ kind: 'none' });
  });

  it('whose attributes changed is updated by what changed', () => {
    const changed = decideUser(
      row({ params: { userName: 'ana', title: 'Lead', nickName: 'A' }, link: link() }),
      HABITS,
    );
    const changes = [
      { name: 'title', before: 'Engineer', after: 'Lead' },
      { name: 'nickName', after: 'A' },
    ];
    expect(changed).toEqual({ ...CHANGE, changes });
    expect(whyUser(changed, link())).toBe('title, nickName changed');
  });

  it('whose attribute lost its value keeps it, or loses it, as the identity provider does', () => {
    const emptied = row({ params: { userName: 'ana' }, link: link() });
    expect(decideUser(emptied, HABITS)).toEqual({ kind: 'none' });
    expect(decideUser(emptied, { ...HABITS, emptied: 'cleared' })).toEqual({
      ...CHANGE,
      changes: [{ name: 'title', before: 'Engineer' }],
    });
  });

  it('is switched on and off, by requests of their own or as an attribute', () => {
    expect(decideUser(row({ active: false, link: link() }), HABITS)).toEqual({ ...CHANGE, deactivate: true });
    expect(decideUser(row({ link: link({ active: false }) }), HABITS)).toEqual({ ...CHANGE, reactivate: true });
    const { deactivate: _, ...plain } = HABITS;
    const params = { userName: 'ana', title: 'Engineer', active: false };
    const sent = { ...params, active: true };
    expect(decideUser(row({ params, active: false, link: link({ sent }) }), plain)).toEqual({
      ...CHANGE,
      changes: [{ name: 'active', before: true, after: false }],
    });
  });

  it('who comes back is awake again, and told apart', () => {
    const back = decideUser(row({ link: link({ active: false, leftAt: 1 }) }), HABITS);
    expect(back).toEqual({ ...CHANGE, reactivate: true, returns: true });
    expect(whyUser(back, link())).toBe('back in the directory');
  });

  it('of whom it is not known what the target holds is told everything', () => {
    const { sent: _, ...doubtful } = link();
    const told = decideUser(row({ link: doubtful }), HABITS);
    expect(told).toMatchObject({
      changes: [
        { name: 'userName', after: 'ana' },
        { name: 'title', after: 'Engineer' },
      ],
    });
    expect(whyUser(told, doubtful)).toBe('it is not known what the target holds');
  });

  it('has references that are due when they changed, or could not be sent', () => {
    const habits = { ...HABITS, references: { manager: { set: 'set-manager', clear: 'clear-manager' } } };
    const due = (refs: Record<string, string>, linked: Partial<Link>) =>
      dueReferences(row({ refs }), link(linked), habits);
    expect(due({ manager: 'p2' }, {})).toEqual([{ parameter: 'manager', person: 'p2' }]);
    expect(due({ manager: 'p2' }, { refs: { manager: 'p2' } })).toEqual([]);
    expect(due({ manager: 'p2' }, { refs: { manager: 'p2' }, refsOpen: true })).toEqual([
      { parameter: 'manager', person: 'p2' },
    ]);
    expect(due({}, { refs: { manager: 'p2' } })).toEqual([{ parameter: 'manager' }]);
    expect(
      dueReferences(row(), link({ refs: { manager: 'p2' } }), { ...HABITS, references: { manager: { set: 's' } } }),
    ).toEqual([]);
    expect(decideUser(row({ refs: { manager: 'p2' }, link: link() }), habits)).toEqual({ kind: 'none' });
    expect(decideUser(row({ refs: { boss: 'p2' }, link: link() }), habits)).toMatchObject({
      changes: [{ name: 'boss', after: 'p2' }],
    });
  });
});

it('a group without members is made, or waits for one', () => {
  const group = {
    id: 'g1',
    name: 'One',
    params: { displayName: 'One' },
    at: { file: 'groups.csv', line: 2 },
    hasMembers: false,
  };
  expect(decideGroup(group, 'create')).toEqual({ kind: 'create' });
  expect(decideGroup(group, 'wait')).toEqual({ kind: 'none' });
  expect(decideGroup({ ...group, hasMembers: true }, 'wait')).toEqual({ kind: 'create' });
  expect(decideGroup({ ...group, link: link({ sent: { displayName: 'Old' } }) }, 'wait')).toMatchObject({
    kind: 'update',
  });
});

it('after an update there is nothing to update, whatever was there before', () => {
  const params = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.oneof(fc.string(), fc.boolean(), fc.constant<string[]>(['x'])),
  );
  fc.assert(
    fc.property(params, params, fc.constantFrom('kept' as const, 'cleared' as const), (before, after, emptied) => {
      const held = heldAfter(before, after, emptied);
      expect(attributeChanges(held, after, { ignore: new Set(), emptied })).toEqual([]);
      const changed = new Set(attributeChanges(before, after, { ignore: new Set(), emptied }).map(({ name }) => name));
      for (const name of Object.keys(after)) {
        expect(changed.has(name)).toBe(JSON.stringify(before[name]) !== JSON.stringify(after[name]));
      }
    }),
  );
});
