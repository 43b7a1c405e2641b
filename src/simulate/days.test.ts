import { describe, expect, it } from 'vitest';
import { problemsOf } from './company.testing.ts';
import { activePeople, type Company } from './company.ts';
import { CLOSES, type Hour, isWeekend, live, OPENS, RATES, type Rates, timeOf } from './days.ts';
import { createCompany } from './founding.ts';
import type { Happening } from './happening.ts';

const scaled = (factor: number): Rates => {
  const entries = Object.entries(RATES).map(([name, rate]) => [name, rate * factor]);
  return { ...RATES, ...Object.fromEntries(entries) };
};

const liveThrough = (company: Company, days: number, rates: Partial<Rates> = {}): Happening[] =>
  Array.from({ length: days }, (_, index) => [...live(company, index + 1, rates)])
    .flat()
    .flatMap(({ happenings }) => happenings);

const stateOf = ({ people, groups, departments, former }: Company) => ({
  people: [...people],
  groups: [...groups],
  departments: [...departments],
  former: [...former],
});

describe('live', () => {
  it('does the same for the same seed', () => {
    const [one, other] = [createCompany({ people: 50, seed: 1 }), createCompany({ people: 50, seed: 1 })];
    expect(liveThrough(one, 20, scaled(10))).toEqual(liveThrough(other, 20, scaled(10)));
    expect(stateOf(one)).toEqual(stateOf(other));
  });

  it.each([1, 4, 30, 90])('leaves a company of %i in order, whatever happens', (people) => {
    const company = createCompany({ people, seed: 9 });
    for (let day = 1; day <= 40; day++) {
      for (const { hour, happenings } of live(company, day, scaled(20))) {
        expect([day, hour, happenings, problemsOf(company)]).toEqual([day, hour, happenings, []]);
      }
    }
    expect(activePeople(company).length).toBeGreaterThan(0);
  });

  it('lets everything happen that can', () => {
    const happenings = liveThrough(createCompany({ people: 200, seed: 2 }), 60, scaled(4));
    const kinds = new Set(happenings.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'department-renamed',
      'departments-merged',
      'group-created',
      'group-deleted',
      'group-renamed',
      'joined',
      'left',
      'married',
      'members-changed',
      'moved',
      'new-head',
      'new-manager',
      'promoted',
      'removed',
      'returned',
    ]);
  });

  it('is quiet on weekends, and keeps to the hours on other days', () => {
    const company = createCompany({ people: 300, seed: 2 });
    const busy: boolean[] = [];
    for (let day = 1; day <= 14; day++) {
      const hours: readonly Hour[] = [...live(company, day)];
      if (hours.length > 0) expect([hours[0]?.hour, hours.at(-1)?.hour]).toEqual([OPENS, CLOSES]);
      busy.push(hours.some(({ happenings }) => happenings.length > 0));
    }
    expect(busy).toEqual([true, true, true, true, true, false, false, true, true, true, true, true, false, false]);
    expect([5, 6, 7, 8].map(isWeekend)).toEqual([false, true, true, false]);
    expect(new Date(timeOf(6, 12)).getUTCDay()).toBe(6);
  });

  it('keeps to the rates', () => {
    const company = createCompany({ people: 1000, seed: 3 });
    const happenings = liveThrough(company, 28);
    const count = (kind: string) => happenings.filter((one) => one.kind === kind).length;
    expect(count('joined')).toBeGreaterThan(70);
    expect(count('joined')).toBeLessThan(95);
    expect(count('left')).toBeGreaterThan(45);
    expect(count('left')).toBeLessThan(70);
    expect(liveThrough(createCompany({ people: 1000, seed: 3 }), 28, scaled(0))).toEqual([]);
  });

  it('lets the same person come back', () => {
    const company = createCompany({ people: 60, seed: 4 });
    const first = new Map(company.people);
    liveThrough(company, 40, scaled(10));
    const back = [...company.people.values()].filter(({ id }) => first.has(id));
    expect(back.every(({ id, phone }) => first.get(id)?.phone === phone)).toBe(true);
  });

  it('is not reshuffled by one kind of thing more', () => {
    const joined = (rates: Partial<Rates>) =>
      liveThrough(createCompany({ people: 100, seed: 5 }), 10, { joiners: 30, ...rates })
        .filter(({ kind }) => kind === 'joined')
        .map(({ about }) => about);
    expect(joined({ memberships: 500, renames: 0 })).toEqual(joined({ memberships: 0, renames: 0 }));
  });

  it('keeps accounts of people who left for a while, blocked', () => {
    const company = createCompany({ people: 200, seed: 6 });
    liveThrough(company, 10, scaled(5));
    const blocked = [...company.people.values()].filter(({ active }) => !active);
    expect(blocked.length).toBeGreaterThan(0);
    expect(company.former.size).toBeGreaterThan(0);
    for (let day = 11; day <= 40; day++) [...live(company, day, scaled(0))];
    expect([...company.people.values()].filter(({ active }) => !active)).toEqual([]);
  });
});
