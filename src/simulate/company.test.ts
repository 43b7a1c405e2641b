import { describe, expect, it } from 'vitest';
import { createAccounts } from './accounts.ts';
import { problemsOf } from './company.testing.ts';
import { activePeople, type Company, freeGroupName } from './company.ts';
import { createCompany } from './founding.ts';
import { inventName, marriedName } from './names.ts';
import { createRandom } from './random.ts';

const snapshot = (company: Company) => ({
  people: [...company.people],
  groups: [...company.groups],
  departments: [...company.departments],
});

describe('createCompany', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(snapshot(createCompany({ people: 60, seed: 3 }))).toEqual(snapshot(createCompany({ people: 60, seed: 3 })));
    expect(snapshot(createCompany({ people: 60, seed: 3 }))).not.toEqual(
      snapshot(createCompany({ people: 60, seed: 4 })),
    );
  });

  it.each([1, 2, 9, 40, 400, 3000])('is in order with %i people', (people) => {
    const company = createCompany({ people, seed: 11 });
    expect(activePeople(company)).toHaveLength(people);
    expect(problemsOf(company)).toEqual([]);
  });

  it('has managers before and after their people', () => {
    const people = [...createCompany({ people: 200, seed: 5 }).people.values()];
    const managed = people.flatMap(({ id, manager }) => (manager === undefined ? [] : [id < manager]));
    expect(new Set(managed)).toEqual(new Set([true, false]));
    expect(people.filter(({ manager }) => manager === undefined)).toHaveLength(1);
  });

  it('has one group of everybody, one of nobody, and groups of all sizes', () => {
    const groups = [...createCompany({ people: 1000, seed: 5 }).groups.values()];
    const sizes = groups.map(({ members }) => members.size);
    expect(Math.max(...sizes)).toBe(1000);
    expect(Math.min(...sizes)).toBe(0);
    expect(groups.filter(({ kind }) => kind === 'project').length).toBeGreaterThan(50);
  });

  it('wants somebody', () => {
    expect(() => createCompany({ people: 0, seed: 1 })).toThrow(RangeError);
  });
});

describe('names', () => {
  const names = Array.from({ length: 4000 }, (_, index) => inventName(createRandom('names').of(index)));
  const some = (test: (displayName: string) => boolean) => names.filter(({ displayName }) => test(displayName)).length;

  it('are of all kinds that break things', () => {
    expect(some((name) => name.includes("'"))).toBeGreaterThan(50);
    expect(some((name) => name.includes('’'))).toBeGreaterThan(10);
    expect(some((name) => name.includes('"'))).toBeGreaterThan(20);
    expect(some((name) => name.includes('-'))).toBeGreaterThan(100);
    expect(some((name) => /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(name))).toBeGreaterThan(400);
    expect(some((name) => /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(name))).toBeGreaterThan(50);
    expect(some((name) => /(^| )(van|von|de|bin|dos|af) /.test(name))).toBeGreaterThan(30);
    expect(some((name) => name.length > 40)).toBeGreaterThan(20);
    expect(some((name) => name.length < 5)).toBeGreaterThan(20);
    expect(names.filter(({ familyName }) => familyName === undefined).length).toBeGreaterThan(50);
    expect(
      names.every(({ displayName, givenName }) => displayName === displayName.normalize('NFC') && givenName !== ''),
    ).toBe(true);
  });

  it('change with a marriage, and the given name stays', () => {
    for (const [index, name] of names.slice(0, 300).entries()) {
      const married = marriedName(name, createRandom('marriage').of(index));
      expect(married.givenName).toBe(name.givenName);
      expect(married.familyName).toBeDefined();
      expect(married.displayName).toContain(married.familyName);
    }
  });
});

describe('accounts', () => {
  it.each(['a', 'b', 'c', 'd', 'e', 'f'])('are never given twice, whatever the case (company %s)', (seed) => {
    const random = createRandom(seed);
    const accounts = createAccounts(random);
    const made = Array.from({ length: 3000 }, (_, index) =>
      accounts.claim(inventName(random.of(index)), random.of(index)),
    );
    expect(new Set(made.map(({ userName }) => userName.toLowerCase())).size).toBe(made.length);
    expect(new Set(made.map(({ email }) => email.toLowerCase())).size).toBe(made.length);
    expect(made.filter(({ email }) => !/^[a-z0-9][a-z0-9.'-]*@example\.(com|org)$/.test(email))).toEqual([]);
    expect(made.filter(({ userName }) => /[^\p{L}\p{M}\p{N}.'@-]/u.test(userName))).toEqual([]);
    expect(made.some(({ userName }) => /[^\x20-\x7e]/.test(userName))).toBe(true);
    expect(made.some(({ userName }) => /\d/.test(userName))).toBe(true);
  });

  it('spell letters out as their languages do', () => {
    const accounts = createAccounts(createRandom(1));
    const name = (given: string, family: string, locale: string) => ({
      givenName: given,
      familyName: family,
      displayName: `${given} ${family}`,
      latin: { given, family },
      origin: { locale, country: '', city: '' },
    });
    const emailOf = (given: string, family: string, locale: string) =>
      accounts.claim(name(given, family, locale), createRandom('x')).email.replace(/@.*/, '');
    expect(emailOf('Jürgen', 'Weiß', 'de-DE')).toBe('juergen.weiss');
    expect(emailOf('Zoë', 'Lünd', 'sv-SE')).toBe('zoe.lund');
    expect(emailOf('Søren', 'Ågård', 'da-DK')).toBe('soeren.aagaard');
    expect(emailOf('Łukasz', 'Żółw', 'pl-PL')).toBe('lukasz.zolw');
    expect(emailOf('Işıl', 'İnanç', 'tr-TR')).toBe('isil.inanc');
    expect(emailOf('…', '!', 'en-GB')).toBe('user');
    expect(emailOf('…', '?', 'en-GB')).toBe('user2');
  });
});

describe('freeGroupName', () => {
  it('finds the first number that is free', () => {
    const company = createCompany({ people: 3, seed: 1 });
    expect(freeGroupName(company, 'Nobody here')).toBe('Nobody here');
    expect(freeGroupName(company, 'EVERYBODY')).toBe('EVERYBODY 2');
  });
});
