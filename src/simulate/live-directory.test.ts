import { describe, expect, it } from 'vitest';
import { isReject } from '../directory/record.ts';
import { live } from './days.ts';
import { createCompany } from './founding.ts';
import { liveDirectory } from './live-directory.ts';

const collect = async <T>(entries: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
};

describe('liveDirectory', () => {
  it('shows everybody, with managers and groups that are there', async () => {
    const company = createCompany({ people: 80, seed: 1 });
    const directory = liveDirectory(company);
    const people = await collect(directory.people());
    const groups = await collect(directory.groups());
    const memberships = await collect(directory.memberships());
    expect([...people, ...groups, ...memberships].some(isReject)).toBe(false);
    const ids = new Set(people.flatMap((one) => (isReject(one) ? [] : [one.id])));
    expect(ids.size).toBe(80);
    for (const one of people) {
      if (isReject(one)) continue;
      expect(one.attributes).toMatchObject({ active: true, employeeNumber: one.id });
      expect(one.attributes.manager === undefined || ids.has(String(one.attributes.manager))).toBe(true);
    }
    expect(memberships.length).toBeGreaterThan(160);
    expect(directory.describe()).toBe(`company of seed 1, 80 people and ${groups.length} groups`);
  });

  it('shows the company as it has become: people who left are blocked, then gone', async () => {
    const company = createCompany({ people: 80, seed: 1 });
    const directory = liveDirectory(company);
    for (let day = 1; day <= 5; day++) [...live(company, day, { leavers: 100 })];
    const people = await collect(directory.people());
    const blocked = people.filter((one) => !isReject(one) && one.attributes.active === false);
    expect(blocked.length).toBeGreaterThan(5);
    expect(blocked.length).toBe([...company.people.values()].filter(({ active }) => !active).length);
    const members = new Set(
      (await collect(directory.memberships())).flatMap((one) => ('member' in one ? [one.member] : [])),
    );
    for (const one of blocked) expect(!isReject(one) && members.has(one.id)).toBe(false);
  });
});
