/** The limits of the imitated servers that no case of ours comes near. */
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { GROUP_URN } from '../../scim/urn.ts';
import { type Caller, dig, resources, withServer } from '../caller.testing.ts';

const PERSON = { displayName: 'Ana Souza', name: { givenName: 'Ana', familyName: 'Souza' } };

const people = (caller: Caller, count: number, attributes: JsonObject = {}): Promise<JsonObject[]> =>
  Promise.all(Array.from({ length: count }, (_, number) => caller.user(`ana${number}`, attributes)));

const references = (users: readonly JsonObject[]): Json[] => users.map(({ id = null }) => ({ value: id }));

describe('a server like AWS', () => {
  it('takes a hundred members at once, shows none, and finds them by filter', async () => {
    await withServer({ preset: 'aws' }, async (caller) => {
      const members = references(await people(caller, 101, PERSON));
      const group = (count: number): JsonObject => ({
        schemas: [GROUP_URN],
        displayName: 'All',
        members: members.slice(0, count),
      });
      expect((await caller.post('/Groups', group(101))).status).toBe(400);
      const { status, body } = await caller.post('/Groups', group(99));
      expect([status, body.members]).toEqual([201, undefined]);
      const add = (value: Json[]) => caller.patch(`/Groups/${body.id}`, [{ op: 'add', path: 'members', value }]);
      expect([(await add(members)).status, (await add(members.slice(0, 100))).status]).toEqual([400, 204]);
      const filter = encodeURIComponent(`id eq "${body.id}" and members.value eq "${dig(members[99], 'value')}"`);
      expect(resources(await caller.get(`/Groups?filter=${filter}`))).toHaveLength(1);
    });
  });
});

describe('a server like Pulumi', () => {
  it('keeps user names, and people who are not active out of groups', async () => {
    await withServer({ preset: 'pulumi' }, async (caller) => {
      const [ana, bo] = await people(caller, 2);
      const rename = [{ op: 'replace', path: 'userName', value: 'anna' }];
      const renamed = await caller.patch(`/Users/${ana?.id}`, rename);
      expect([renamed.status, renamed.body.scimType]).toEqual([400, 'immutability']);
      await caller.patch(`/Users/${bo?.id}`, [{ op: 'replace', path: 'active', value: false }]);
      const members = references([ana ?? {}, bo ?? {}]);
      const refused = await caller.post('/Groups', { schemas: [GROUP_URN], displayName: 'Team', members });
      expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
      expect(refused.body.detail).toContain(`Invalid member ids: ${bo?.id}`);
    });
  });

  it('refuses pages that are too long, and addresses that somebody has', async () => {
    await withServer({ preset: 'pulumi' }, async (caller) => {
      await caller.user('ana', { emails: [{ value: 'ana@example.com', type: 'work' }] });
      const taken = { emails: [{ value: 'ANA@example.com', type: 'work' }] };
      await expect(caller.user('bo', taken)).rejects.toThrow('409');
      expect((await caller.get('/Users?count=100')).status).toBe(200);
      expect((await caller.get('/Users?count=101')).status).toBe(400);
    });
  });
});

describe('a server like Slack', () => {
  it('shows ten people unless asked for more, and keeps those who were deleted', async () => {
    await withServer({ preset: 'slack' }, async (caller) => {
      const [ana] = await people(caller, 11);
      expect(resources(await caller.get('/Users'))).toHaveLength(10);
      expect(resources(await caller.get('/Users?count=11'))).toHaveLength(11);
      expect((await caller.delete(`/Users/${ana?.id}`)).status).toBe(204);
      expect((await caller.get(`/Users/${ana?.id}`)).body.active).toBe(false);
    });
  });
});

describe('a server like Salesforce', () => {
  it('has its configuration under the name of SCIM 1, and lists only so far', async () => {
    await withServer({ preset: 'salesforce' }, async (caller) => {
      expect((await caller.get('/ServiceProviderConfigs')).body.patch).toEqual({ supported: true });
      expect((await caller.get('/Users?startIndex=2200')).status).toBe(200);
      const { status, body } = await caller.get('/Users?startIndex=2201');
      expect([status, dig(body, 'Errors', 0, 'description')]).toEqual([400, 'Start index too big']);
    });
  });

  it('takes members in an object', async () => {
    await withServer({ preset: 'salesforce' }, async (caller) => {
      const users = await people(caller, 1, { entitlements: [{ value: '00e000000000001' }] });
      const group = await caller.group('Team');
      const add = (value: Json) => caller.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value }]);
      expect((await add(references(users))).status).toBe(400);
      expect(dig((await add({ members: references(users) })).body, 'members', 0, 'value')).toBe(users[0]?.id);
    });
  });
});
