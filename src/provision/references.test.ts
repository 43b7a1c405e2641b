import { describe, expect, it } from 'vitest';
import { type Company, company } from './company.testing.ts';
import { apply, contents, type Ran, world } from './world.testing.ts';

const sentBy = (ran: Ran): string[] => ran.events.flatMap((event) => (event.type === 'sent' ? [event.operation] : []));

it('sends the id of somebody else where the user maps it so, and once they are there', async () => {
  const place = await world();
  const [boss, ...others] = company(3, 1).people;
  const people: Company = { people: [...others, ...(boss === undefined ? [] : [boss])] };
  const mapping = { user: { manager: { 'id-of': 'manager' } }, member: { display: 'displayName' } };
  const ran = await apply(place, people, { mapping });
  expect(ran.refused).toEqual([]);
  const { users } = await contents(place);
  const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  // Shown by name, because it is the id of somebody who is there.
  expect(users).toMatchObject([{}, ...Array(2).fill({ [urn]: { manager: boss?.userName } })]);
  expect((await apply(place, people, { mapping })).summary).toMatchObject({ unchanged: 3, requests: 0 });
});

describe('Entra, before it sets a manager,', () => {
  const people = company(3, 1);

  it('asks whether it is set, and sets it only when it is not', async () => {
    const place = await world();
    const first = await apply(place, { people: people.people }, { idp: 'entra', concurrency: 1 });
    expect(sentBy(first).filter((operation) => /manager|reference/.test(operation))).toEqual([
      ...['check-reference', 'set-manager-string', 'check-reference', 'set-manager-string'],
    ]);
    // Another run that knows nothing of it finds everything as it should be.
    const again = await apply({ ...place, state: `${place.state}-other` }, { people: people.people }, { idp: 'entra' });
    expect(sentBy(again).filter((operation) => /manager|reference/.test(operation))).toEqual([
      ...['check-reference', 'check-reference'],
    ]);
    expect(again.summary).toMatchObject({ adopted: 3, refused: 0 });
    const { requests } = (await apply(place, { people: people.people }, { idp: 'entra' })).summary;
    expect(requests).toBe(0);
  });

  it('and is not answered, sets it all the same and says so', async () => {
    const place = await world();
    place.trouble = ({ path }) => (path.includes('manager eq') ? { status: 400 } : undefined);
    const ran = await apply(place, { people: people.people }, { idp: 'entra' });
    expect(ran.summary).toMatchObject({ created: 3, refused: 0 });
    expect(sentBy(ran).filter((operation) => operation === 'set-manager-string')).toHaveLength(2);
    expect(ran.notices).toEqual([expect.stringMatching(/^check-reference is not answered as .* needs it/)]);
  });
});
