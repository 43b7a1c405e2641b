import { describe, expect, it } from 'vitest';
import { isObject } from '../scim/json.ts';
import { type Company, company } from './company.testing.ts';
import { apply, contents, planFor, world } from './world.testing.ts';

describe('what there is no word for', () => {
  const people = company(3, 1);
  const renamed: Company = {
    ...people,
    people: people.people.map((person) => (person.id === 'p1' ? { ...person, userName: 'other@example.com' } : person)),
  };
  const names = async (place: Parameters<typeof contents>[0]) =>
    (await contents(place)).users.map((user) => isObject(user) && user.userName);
  const NOTICE = 'JumpCloud (patch) has no word for another userName: whoever is there keeps the old one';

  it('is told when it changes, and nothing is claimed of it', async () => {
    const place = await world();
    const extra = { idp: 'jumpcloud', mode: 'patch' };
    await apply(place, people, extra);
    const before = await names(place);
    const planned = await planFor(place, renamed, extra);
    expect(planned.notices).toEqual([NOTICE]);
    expect(planned.changes).toEqual([]);
    const ran = await apply(place, renamed, extra);
    expect(ran.notices).toEqual([NOTICE]);
    expect(ran.summary).toMatchObject({ updated: 0, unchanged: 4, requests: 0 });
    const retitled = { ...renamed, people: renamed.people.map((one) => ({ ...one, displayName: 'New' })) };
    const other = await apply(place, retitled, extra);
    expect(other.summary).toMatchObject({ updated: 3, refused: 0 });
    expect(other.notices).toEqual([NOTICE]);
    expect(await names(place)).toEqual(before);
    // Still it is known what the target has.
    const back = {
      ...retitled,
      people: retitled.people.map((one, index) => ({ ...one, userName: `user${index}@example.com` })),
    };
    expect(await apply(place, back, extra)).toMatchObject({ notices: [], summary: { updated: 0, unchanged: 4 } });
  });

  it('is nothing where the whole resource is sent', async () => {
    const place = await world();
    const extra = { idp: 'jumpcloud', mode: 'put' };
    await apply(place, people, extra);
    expect(await apply(place, renamed, extra)).toMatchObject({ notices: [], summary: { updated: 1 } });
    expect(await names(place)).toContain('other@example.com');
  });
});
