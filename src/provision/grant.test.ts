import { describe, expect, it } from 'vitest';
import { company } from './company.testing.ts';
import { grant, revoke } from './grant.ts';
import type { GrantOptions } from './options.ts';
import { apply, contents, dialect, type World, world } from './world.testing.ts';

const options = async (place: World, extra: Partial<GrantOptions> = {}): Promise<GrantOptions> => ({
  ...{ client: place.client, dialect: await dialect('conductorone') },
  ...{ user: 'user0@example.com', group: 'Group 0' },
  ...extra,
});

/** Four users; the last three are in the group. */
const filled = async (): Promise<World> => {
  const place = await world();
  const people = company(4, 1);
  await apply(place, { ...people, memberships: people.memberships.slice(1) });
  place.requests.splice(0);
  return place;
};

const OTHERS = ['user1@example.com', 'user2@example.com', 'user3@example.com'];
const members = async (place: World) => JSON.parse(JSON.stringify((await contents(place)).groups))[0].members;
const writes = (place: World) => place.requests.filter(({ method }) => method !== 'GET');

describe('a membership', () => {
  it('is given once, whatever was before, and taken away once, and nobody else is touched', async () => {
    const place = await filled();
    expect(await grant(await options(place))).toMatchObject({
      action: 'grant',
      outcome: 'granted',
      changed: true,
      user: { name: 'user0@example.com' },
      group: { name: 'Group 0' },
      exitCode: 0,
    });
    expect(await members(place)).toEqual(['user0@example.com', ...OTHERS]);
    expect(await grant(await options(place))).toMatchObject({ outcome: 'already', changed: false, exitCode: 0 });
    expect(writes(place)).toHaveLength(1);
    expect(await revoke(await options(place))).toMatchObject({ action: 'revoke', outcome: 'revoked', changed: true });
    expect(await members(place)).toEqual(OTHERS);
    expect(await revoke(await options(place))).toMatchObject({ outcome: 'already', changed: false });
    expect(writes(place)).toHaveLength(2);
  });

  it('of the only member is taken away in its own way', async () => {
    const place = await filled();
    for (const user of OTHERS)
      expect(await revoke(await options(place, { user }))).toMatchObject({ outcome: 'revoked' });
    expect(await members(place)).toEqual([]);
    expect(JSON.parse(writes(place).at(-1)?.body ?? '{}')).toMatchObject({ Operations: [{ value: null }] });
  });

  it('is given by ids of the target and of the directory', async () => {
    const place = await filled();
    const ran = await grant(await options(place, { user: 'p0', group: 'g0', state: place.state }));
    expect(ran).toMatchObject({ outcome: 'granted', requests: 2 });
    expect(await revoke(await options(place, { user: ran.user.id ?? '', group: ran.group.id ?? '' }))).toMatchObject({
      outcome: 'revoked',
    });
  });

  it.each([
    ['displayName', { type: 'dynamic' }],
    ['criteria', { criteria: 'department eq "Sales"' }],
    ['a flag', { smart: true }],
  ])('of a group whose members are computed, as %s says, is refused before anything is written', async (_, mark) => {
    const place = await filled();
    place.trouble = ({ method, path }) =>
      method === 'GET' && path.startsWith('/Groups/')
        ? { change: ({ status, body }) => ({ status, body: { ...(typeof body === 'object' ? body : {}), ...mark } }) }
        : undefined;
    expect(await grant(await options(place))).toMatchObject({
      outcome: 'refused',
      changed: false,
      because: expect.stringContaining('computes the members'),
      exitCode: 1,
    });
    expect(await revoke(await options(place, { user: OTHERS[0] ?? '' }))).toMatchObject({ outcome: 'refused' });
    expect(writes(place)).toEqual([]);
  });

  it('is not written when the group cannot be read', async () => {
    const place = await filled();
    place.trouble = ({ method, path }) =>
      method === 'GET' && path.startsWith('/Groups/') ? { status: 403 } : undefined;
    expect(await grant(await options(place))).toMatchObject({
      outcome: 'failed',
      exitCode: 3,
      because: expect.stringContaining('403'),
    });
    expect(writes(place)).toEqual([]);
  });

  it('whose answer is lost is looked at', async () => {
    const place = await filled();
    place.trouble = ({ method }) => (method === 'PATCH' ? { after: { status: 500 } } : undefined);
    expect(await grant(await options(place))).toMatchObject({ outcome: 'granted', changed: true });
    place.trouble = ({ method }) => (method === 'PATCH' ? { status: 500 } : undefined);
    expect(await revoke(await options(place))).toMatchObject({ outcome: 'failed', changed: false });
  });

  it('of somebody who is not there, or not alone, is refused', async () => {
    const place = await filled();
    expect(await grant(await options(place, { user: 'nobody' }))).toMatchObject({
      outcome: 'refused',
      because: 'the target has no user "nobody"',
      user: { given: 'nobody' },
    });
    await place.server.send({
      method: 'POST',
      target: '/Groups',
      headers: [['Content-Type', 'application/scim+json']],
      body: '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"group 0"}',
    });
    expect(await grant(await options(place))).toMatchObject({
      outcome: 'refused',
      because: expect.stringContaining('the target has 2 groups "Group 0"'),
    });
    await expect(grant({ ...(await options(place)), dialect: await dialect('okta') })).rejects.toThrow(
      'Okta gives no single memberships',
    );
    await expect(apply(place, company(2), { idp: 'conductorone' })).rejects.toThrow('ConductorOne makes no users');
  });

  it('survives a token that ended while nobody asked for anything', async () => {
    const place = await filled();
    let logins = 0;
    const { createClient } = await import('../wire/client.ts');
    const token = async (): Promise<string> => {
      logins += 1;
      return `token-number-${logins}`;
    };
    const client = createClient({ baseUrl: place.url, auth: { type: 'bearer', token }, proxy: false });
    let valid = 1;
    place.trouble = ({ authorization }) =>
      authorization === `Bearer token-number-${valid}` ? undefined : { status: 401 };
    expect(await grant(await options(place, { client }))).toMatchObject({ outcome: 'granted' });
    valid = 2;
    expect(await revoke(await options(place, { client }))).toMatchObject({ outcome: 'revoked' });
    expect(logins).toBe(2);
    await client.close();
  });
});
