import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../scim/json.ts';
import type { Exchange, WireProblem } from '../wire/exchange.ts';
import { type Beliefs, createBeliefs } from './belief.ts';
import type { Kind } from './believed.ts';

const BASE = 'https://scim.example.com/v2';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What was said, and what came back: a status, a body that makes it 200 or 201, or a problem. */
const talk = () => {
  const beliefs: Beliefs = createBeliefs(BASE);
  let number = 0;
  const say = (line: string, sent?: JsonObject, answer: number | JsonObject | WireProblem['kind'] = 200): number => {
    number += 1;
    const [method = '', target = ''] = line.split(' ');
    const body = typeof answer === 'object' ? answer : undefined;
    const status = typeof answer === 'number' ? answer : method === 'POST' ? 201 : 200;
    const exchange: Exchange = {
      ...{ number, at: '2030-01-01T00:00:00Z', durationMs: 1, attempt: 1 },
      request: { method, url: BASE + target, headers: [], ...(sent && { body: JSON.stringify(sent) }) },
      ...(typeof answer === 'string'
        ? { problem: { kind: answer, message: 'no answer' } }
        : { response: { status, headers: [], text: body ? JSON.stringify(body) : '', ...(body && { body }) } }),
    };
    beliefs.hear(exchange);
    return number;
  };
  const [users, groups] = beliefs.kinds;
  if (users === undefined || groups === undefined) throw new Error('no kinds');
  /** The attributes that differ, and the number of the exchange since which they do. */
  const differs = (kind: Kind, id: string, shown: JsonObject | undefined): Record<string, number | undefined> => {
    const believed = beliefs.find(kind, id);
    if (believed === undefined) throw new Error(`nothing is believed of ${id}`);
    number += 1;
    const found = beliefs.confront(believed, shown, number);
    return Object.fromEntries(found.map(({ attribute, since }) => [attribute, since?.exchange]));
  };
  const user = (id: string, shown: JsonObject | undefined) => differs(users, id, shown);
  const group = (id: string, shown: JsonObject | undefined) => differs(groups, id, shown);
  const patch = (...Operations: JsonObject[]) => ({ schemas: [PATCH], Operations });
  return { beliefs, users, groups, say, user, group, patch };
};

const ANNA = {
  schemas: [USER],
  userName: 'anna',
  displayName: 'Anna',
  emails: [{ value: 'a@example.com', type: 'work' }],
};
const TEAM = { schemas: [GROUP], displayName: 'Team', members: [{ value: 'u1' }, { value: 'u2' }] };

describe('what is believed of a user', () => {
  it('is what was sent with its creation; what the target adds is its own affair', () => {
    const { say, user } = talk();
    const created = say('POST /Users', { ...ANNA, password: 'x', groups: [{ value: 'g' }] }, { id: 'u1' });
    expect(
      user('u1', {
        ...ANNA,
        id: 'u1',
        userName: 'ANNA',
        nickName: 'Annie',
        emails: [{ type: 'WORK', value: 'a@example.com', primary: true, display: 'A' }],
        meta: { resourceType: 'User' },
      }),
    ).toEqual({});
    expect(user('u1', { id: 'u1', userName: 'anna', displayName: 'Annette' })).toEqual({
      displayName: undefined,
      emails: undefined,
    });
    expect(created).toBe(1);
  });

  it('is dated by the write that the target did not take', () => {
    const { say, user, patch } = talk();
    say('POST /Users', { ...ANNA, title: 'A' }, { id: 'u1' });
    const first = say('PATCH /Users/u1', patch({ op: 'replace', path: 'title', value: 'B' }));
    say('PATCH /Users/u1', patch({ op: 'replace', path: 'displayName', value: 'Ann' }));
    const last = say('PATCH /Users/u1', patch({ op: 'replace', path: 'title', value: 'C' }));
    const shown = { ...ANNA, displayName: 'Ann' };
    expect(user('u1', { ...shown, title: 'A' })).toEqual({ title: first });
    expect(user('u1', { ...shown, title: 'B' })).toEqual({ title: last });
    expect(user('u1', { ...shown, title: 'C' })).toEqual({});
  });

  it('is dated by the last write that changed it when the target shows what was never told', () => {
    const { say, user, patch } = talk();
    say('POST /Users', { ...ANNA, title: 'A' }, { id: 'u1' });
    const renamed = say('PATCH /Users/u1', patch({ op: 'replace', value: { title: 'A very long title' } }));
    say('PATCH /Users/u1', patch({ op: 'replace', path: 'displayName', value: 'Ann' }));
    expect(user('u1', { ...ANNA, displayName: 'Ann', title: 'A very l' })).toEqual({ title: renamed });
  });

  it('is dated by an answer that already shows the difference', () => {
    const { say, user, patch } = talk();
    say('POST /Users', { ...ANNA, title: 'A' }, { ...ANNA, id: 'u1', title: 'A' });
    const culprit = say('PATCH /Users/u1', patch({ op: 'replace', path: 'displayName', value: 'Ann' }), {
      ...{ ...ANNA, id: 'u1', displayName: 'Ann' },
    });
    say('PATCH /Users/u1', patch({ op: 'replace', path: 'displayName', value: 'Anne' }), {
      ...ANNA,
      id: 'u1',
      displayName: 'Anne',
    });
    say('GET /Users/u1', undefined, { ...ANNA, id: 'u1', displayName: 'Anne' });
    expect(user('u1', { ...ANNA, displayName: 'Anne' })).toEqual({ title: 1 });
    // A write's own answer may only echo, so a read has to have shown it rightly before.
    const other = talk();
    other.say('POST /Users', { ...ANNA, title: 'A' }, { id: 'u1' });
    other.say('GET /Users/u1', undefined, { ...ANNA, id: 'u1', title: 'A' });
    other.say('PATCH /Users/u1', other.patch({ op: 'replace', path: 'displayName', value: 'Ann' }), {
      ...ANNA,
      id: 'u1',
      displayName: 'Ann',
    });
    other.say('PATCH /Users/u1', other.patch({ op: 'replace', path: 'displayName', value: 'Anne' }));
    expect(other.user('u1', { ...ANNA, displayName: 'Anne' })).toEqual({ title: 3 });
    expect(culprit).toBe(2);
  });

  it('knows the ways in which identity providers write', () => {
    const { say, user, patch } = talk();
    say('POST /Users', { ...ANNA, schemas: [USER, ENTERPRISE], [ENTERPRISE]: { department: 'Sales' } }, { id: 'u1' });
    say(
      'PATCH /Users/u1',
      patch(
        { op: 'Replace', path: 'active', value: 'False' },
        { op: 'Add', path: `${ENTERPRISE}:manager`, value: 'u7' },
        { op: 'replace', value: { 'name.givenName': 'Anna', [`${ENTERPRISE}:department`]: 'R&D' } },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'b@example.com' },
        { op: 'Add', path: 'phoneNumbers[type eq "work"].value', value: '1' },
      ),
    );
    const shown = {
      ...{ ...ANNA, active: false, name: { givenName: 'Anna' }, phoneNumbers: [{ type: 'work', value: '1' }] },
      emails: [{ value: 'b@example.com', type: 'work' }],
      [ENTERPRISE]: { department: 'R&D', manager: { value: 'u7', displayName: 'Boss' } },
    };
    expect(user('u1', shown)).toEqual({});
    expect(Object.keys(user('u1', { ...shown, [ENTERPRISE]: {}, name: {} }))).toEqual([
      'name.givenName',
      `${ENTERPRISE}:department`,
      `${ENTERPRISE}:manager.value`,
    ]);
  });

  it('begins with what was seen of somebody who was there before, and leaves references to the target', () => {
    const { say, user, patch } = talk();
    const manager = (value: string) => ({ manager: { value, $ref: `../Users/${value}`, displayName: 'Boss' } });
    const old = { ...ANNA, id: 'u1', title: 'A', [ENTERPRISE]: manager('u7') };
    say('GET /Users?filter=x', undefined, { Resources: [old] });
    say('PATCH /Users/u1', patch({ op: 'add', path: `${ENTERPRISE}:manager`, value: 'u8' }));
    expect(user('u1', { ...old, [ENTERPRISE]: manager('u8') })).toEqual({});
    const renamed = say('PATCH /Users/u1', patch({ op: 'replace', path: 'displayName', value: 'Ann' }));
    expect(user('u1', { ...ANNA, displayName: 'Ann', [ENTERPRISE]: manager('u8') })).toEqual({ title: renamed });
  });

  it('loses with a PUT what it leaves out, but for active', () => {
    const { say, user } = talk();
    say('POST /Users', { ...ANNA, title: 'A', active: false }, { id: 'u1' });
    const put = say('PUT /Users/u1', { ...ANNA, id: 'u1' });
    expect(user('u1', { ...ANNA, title: 'A', active: true })).toEqual({ title: put, active: 1 });
    expect(user('u1', { ...ANNA, active: false })).toEqual({});
  });

  it('is nothing when the target refused it', () => {
    const { say, user, beliefs, users, patch } = talk();
    say('POST /Users', ANNA, 400);
    say('POST /Users', ANNA, 503);
    say('POST /Users', ANNA, 'refused');
    expect([...beliefs.all(users)]).toEqual([]);
    say('POST /Users', ANNA, { id: 'u1' });
    say('PATCH /Users/u1', patch({ op: 'replace', path: 'title', value: 'B' }), 400);
    expect(user('u1', ANNA)).toEqual({});
  });
});

describe('whether a user is there', () => {
  it('is dated by the last write to the user', () => {
    const { say, user, patch } = talk();
    say('POST /Users', ANNA, { id: 'u1' });
    const last = say('PATCH /Users/u1', patch({ op: 'replace', path: 'active', value: false }));
    expect(user('u1', undefined)).toEqual({ id: last });
  });

  it('is dated by what happened in groups when nothing was said to the user', () => {
    const { say, user, patch } = talk();
    say('POST /Users', ANNA, { id: 'u1' });
    say('POST /Groups', TEAM, { id: 'g1' });
    expect(user('u1', ANNA)).toEqual({});
    const removed = say('PATCH /Groups/g1', patch({ op: 'remove', path: 'members[value eq "u1"]' }));
    say('PATCH /Groups/g1', patch({ op: 'replace', path: 'displayName', value: 'Others' }));
    expect(user('u1', undefined)).toEqual({ id: removed });
  });

  it('ends with its deletion, which the target has to keep to', () => {
    const { say, user, beliefs, users } = talk();
    say('POST /Users', ANNA, { id: 'u1' });
    const deleted = say('DELETE /Users/u1', undefined, 204);
    expect(user('u1', ANNA)).toEqual({ id: deleted });
    expect(user('u1', undefined)).toEqual({});
    expect([...beliefs.all(users)]).toEqual([]);
  });

  it('was a mistake when the target itself says so to the identity provider', () => {
    const { say, beliefs, users, patch } = talk();
    say('POST /Users', ANNA, { id: 'u1' });
    const last = say('PATCH /Users/u1', patch({ op: 'replace', path: 'active', value: false }));
    say('GET /Users/u1', undefined, 404);
    expect(beliefs.takeDenied()).toEqual([]);
    say('DELETE /Users/u1', undefined, 404);
    expect(beliefs.takeDenied().map(({ attribute, since }) => [attribute, since?.exchange])).toEqual([['id', last]]);
    expect(beliefs.takeDenied()).toEqual([]);
    expect([...beliefs.all(users)]).toEqual([]);
  });
});

describe('what is believed of members', () => {
  it('is known one by one', () => {
    const { say, group, patch } = talk();
    const created = say('POST /Groups', TEAM, { id: 'g1' });
    const added = say(
      'PATCH /Groups/g1',
      patch({ op: 'add', path: 'members', value: [{ value: 'u3' }, { value: 'u4' }] }),
    );
    const removed = say('PATCH /Groups/g1', patch({ op: 'remove', path: 'members', value: [{ value: 'u1' }] }));
    say('PATCH /Groups/g1', patch({ op: 'add', value: { members: [{ value: 'u2' }], displayName: 'Team A' } }));
    const members = (...ids: string[]) => ({
      displayName: 'Team A',
      members: ids.map((value) => ({ value, $ref: `../Users/${value}` })),
    });
    expect(group('g1', members('u1', 'u2', 'u3'))).toEqual({
      'members[value eq "u4"]': added,
      'members[value eq "u1"]': removed,
    });
    expect(group('g1', members('u3', 'u4', 'u5'))).toEqual({
      // It was there a moment ago, and nothing was sent since.
      'members[value eq "u2"]': undefined,
      'members[value eq "u5"]': undefined,
    });
    const renamed = say('PATCH /Groups/g1', patch({ op: 'replace', path: 'displayName', value: 'Team A' }));
    say('PATCH /Groups/g1', patch({ op: 'remove', path: 'members[value eq "u3"]' }));
    expect(group('g1', { displayName: 'Team A' })).toEqual({
      'members[value eq "u2"]': undefined,
      'members[value eq "u4"]': renamed + 1,
    });
    expect(group('g1', members('u4', 'u2'))).toEqual({});
    expect(created).toBe(1);
  });

  it('begins anew with a whole membership', () => {
    const { say, group, patch } = talk();
    say('POST /Groups', TEAM, { id: 'g1' });
    const put = say('PUT /Groups/g1', { ...TEAM, members: [{ value: 'u2' }, { value: 'u3' }] });
    const emptied = say('PATCH /Groups/g1', patch({ op: 'remove', path: 'members' }));
    const shown = { displayName: 'Team', members: [{ value: 'u1' }, { value: 'u2' }] };
    expect(group('g1', shown)).toEqual({ 'members[value eq "u1"]': put, 'members[value eq "u2"]': emptied });
    expect(group('g1', { displayName: 'Team' })).toEqual({});
  });

  it('is dated by a write that says the same again only when it was lost after the first', () => {
    const { say, group } = talk();
    const first = say('POST /Groups', TEAM, { id: 'g1' });
    const second = say('PUT /Groups/g1', { ...TEAM, id: 'g1' });
    const lost = { displayName: 'Team', members: [{ value: 'u1' }] };
    expect(group('g1', lost)).toEqual({ 'members[value eq "u2"]': first });
    const other = talk();
    other.say('POST /Groups', TEAM, { id: 'g1' });
    other.say('GET /Groups/g1', undefined, { ...TEAM, id: 'g1' });
    other.say('PUT /Groups/g1', { ...TEAM, id: 'g1' });
    expect(other.group('g1', lost)).toEqual({ 'members[value eq "u2"]': 3 });
    expect(second).toBe(2);
  });

  it('says nothing of users who were deleted, nor of strangers in a group that was taken over', () => {
    const { say, group, patch } = talk();
    say('POST /Users', ANNA, { id: 'u1' });
    say('POST /Groups', TEAM, { id: 'g1' });
    say('DELETE /Users/u1', undefined, 204);
    expect(group('g1', { displayName: 'Team', members: [{ value: 'u1' }, { value: 'u2' }] })).toEqual({});
    expect(group('g1', { displayName: 'Team', members: [{ value: 'u2' }] })).toEqual({});
    say('GET /Groups?filter=x', undefined, { Resources: [{ id: 'g2', ...TEAM, displayName: 'Old' }] });
    const added = say('PATCH /Groups/g2', patch({ op: 'add', path: 'members', value: [{ value: 'u9' }] }));
    expect(group('g2', { displayName: 'Old', members: [{ value: 'u2' }, { value: 'u8' }] })).toEqual({
      'members[value eq "u9"]': added,
    });
  });
});

describe('what nobody knows', () => {
  it.each([
    ['a server error', 500],
    ['a lost connection', 'closed'],
  ] as const)('is whatever the target says after %s', (_what, answer) => {
    const { say, user, patch } = talk();
    say('POST /Users', ANNA, { id: 'u1' });
    say('PATCH /Users/u1', patch({ op: 'replace', path: 'title', value: 'B' }), answer);
    expect(user('u1', { ...ANNA, title: 'B' })).toEqual({});
    expect(user('u1', ANNA)).toEqual({ title: undefined });
  });

  it('is known again when somebody of that name is found whom we tried to create', () => {
    const { say, user } = talk();
    const attempt = say('POST /Users', { ...ANNA, title: 'A' }, 'timeout');
    say('GET /Users?filter=x', undefined, { Resources: [{ ...ANNA, id: 'u1', userName: 'Anna' }] });
    expect(user('u1', ANNA)).toEqual({ title: attempt });
  });

  it('is what a write did that we cannot read', () => {
    const { say, user, group, patch } = talk();
    say('POST /Users', ANNA, { id: 'u1' });
    say('PATCH /Users/u1', patch({ op: 'replace', path: 'no such attribute', value: 1 }));
    expect(user('u1', { ...ANNA, displayName: 'X' })).toEqual({});
    say('POST /Groups', TEAM, { id: 'g1' });
    say('PATCH /Groups/g1', patch({ op: 'replace', path: 'members[value eq "u1"].value', value: 'u9' }));
    expect(group('g1', { displayName: 'Team', members: [{ value: 'u9' }] })).toEqual({});
  });
});
