import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from './capabilities.ts';
import { company } from './company.testing.ts';
import { apply, dialect, world } from './world.testing.ts';

const inShort = async (name: string) =>
  Object.fromEntries(
    capabilitiesOf(await dialect(name)).modes.map(({ mode, capabilities }) => [
      mode,
      capabilities.map(({ resource, does }) => `${does} ${resource}`).join(', '),
    ]),
  );

describe('what an identity provider does', () => {
  it('is told of ConductorOne: it lists, and gives and takes single memberships', async () => {
    expect(capabilitiesOf(await dialect('conductorone'))).toMatchObject({
      ...{ idp: 'conductorone', title: 'ConductorOne' },
      features: { grant: 'Grant group membership', revoke: 'Revoke group membership' },
      modes: [
        {
          mode: 'default',
          capabilities: [
            { resource: 'user', does: 'list', operation: 'list-users', evidence: 'code' },
            { resource: 'group', does: 'list', operation: 'list-groups', evidence: 'code' },
            { resource: 'membership', does: 'grant', operation: 'grant', evidence: 'code' },
            { resource: 'membership', does: 'revoke', operation: 'revoke', evidence: 'code' },
          ],
        },
      ],
    });
  });

  it('is told by mode, and nothing that it never does', async () => {
    const users = 'create user, adopt user, update user, deactivate user, reactivate user';
    const groups = 'create group, adopt group, update group, delete group, add membership, remove membership';
    // Okta never deletes a user, JumpCloud no user that left; Entra does after 30 days, and lists no groups.
    const okta = `${users}, list user, ${groups}, list group`;
    expect(await inShort('okta')).toEqual({ aiw: okta, oin: okta });
    expect(await inShort('jumpcloud')).toEqual({ patch: okta, put: okta });
    const entra = `${users}, delete user, list user, ${groups}`;
    expect(await inShort('entra')).toEqual({ default: entra, flagged: entra });
  });

  it.each(['okta', 'entra', 'jumpcloud', 'authentik'])('is what %s then sends', async (name) => {
    const speaks = await dialect(name);
    const [{ capabilities = [] } = {}] = capabilitiesOf(speaks).modes;
    const place = await world();
    const people = company(4, 1);
    const later = {
      people: people.people
        .slice(0, 3)
        .map((person) => ({ ...person, displayName: 'New', active: person.id !== 'p1' })),
      groups: [{ id: 'g0', displayName: 'Renamed' }],
      memberships: people.memberships.slice(0, 2),
    };
    const runs = [
      await apply(place, people, { idp: name }),
      await apply(place, later, { idp: name }),
      await apply(place, people, { idp: name }),
    ];
    const sent = new Set(
      runs.flatMap(({ events }) => events.flatMap((event) => (event.type === 'sent' ? [event.operation] : []))),
    );
    const seldom = ['list', 'delete', 'adopt'];
    const promised = capabilities.filter(({ does }) => !seldom.includes(does)).map(({ operation }) => operation);
    expect(promised.length).toBeGreaterThan(5);
    expect(promised.filter((operation) => !sent.has(operation))).toEqual([]);
  });
});
