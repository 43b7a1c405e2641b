/** Days in the life of a company. */
import { activePeople, type Company, type Group, type Person } from './company.ts';
import type { Happening } from './happening.ts';
import { createRandom, type Random } from './random.ts';
import {
  assignManager,
  changeHead,
  dismiss,
  forget,
  hire,
  marry,
  mergeDepartments,
  move,
  promote,
  rehire,
} from './staff.ts';
import { callOtherwise, changeMembers, createGroup, deleteGroup, renameDepartment } from './teams.ts';

/** How often things happen on a working day, per 1,000 people; reorganisations per 1,000 departments. */
export interface Rates {
  readonly joiners: number;
  readonly leavers: number;
  readonly rehires: number;
  /** Another department, another title, or another manager. */
  readonly movers: number;
  readonly renames: number;
  readonly memberships: number;
  readonly groupsCreated: number;
  readonly groupsRenamed: number;
  readonly groupsDeleted: number;
  readonly reorganisations: number;
}

/** Some five times as lively as companies are, so that a month shows what otherwise takes half a year. */
export const RATES: Rates = {
  joiners: 4,
  leavers: 3,
  rehires: 1,
  movers: 6,
  renames: 1.5,
  memberships: 15,
  groupsCreated: 1,
  groupsRenamed: 0.5,
  groupsDeleted: 0.5,
  reorganisations: 10,
};

/** An hour of a working day, over by now, and what happened in it. */
export interface Hour {
  readonly hour: number;
  readonly happenings: readonly Happening[];
}

/** A Monday; day 1 begins here. */
const FIRST_DAY = Date.UTC(2030, 0, 7);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const OPENS = 8;
export const CLOSES = 17;

/** Milliseconds since the epoch at a full hour of a day; days count from 1. */
export const timeOf = (day: number, hour: number): number => FIRST_DAY + (day - 1) * DAY_MS + hour * HOUR_MS;

export const isWeekend = (day: number): boolean => (day - 1) % 7 > 4;

/** Accounts of people who left stay for so long, blocked; every second one is removed at once. */
const BLOCKED_DAYS = 14;

/**
 * Lets a day happen, hour by hour: each is over when it is given, and the next begins when it is asked for. Weekends have
 * no hours. What happens depends on the company's seed, the day and the state of the company, and on nothing else.
 */
export function* live(company: Company, day: number, rates: Partial<Rates> = {}): Generator<Hour> {
  if (isWeekend(day)) return;
  const removed = [...company.people.values()].filter(({ leftOn = day }) => day - leftOn >= BLOCKED_DAYS);
  const nightly = removed.map((person) => forget(company, person));
  const people = activePeople(company);
  const deeds = agenda(company, day, people, { ...RATES, ...rates });
  for (let hour = OPENS; hour <= CLOSES; hour++) {
    const happenings = deeds
      .filter((one) => one.hour === hour)
      .map(({ deed, random }) => deed(company, people, random, day))
      .filter((happening) => happening !== undefined);
    yield { hour, happenings: hour === OPENS ? [...nightly, ...happenings] : happenings };
  }
}

type Deed = (company: Company, people: readonly Person[], random: Random, day: number) => Happening | undefined;

/** What is going to be tried on this day. */
const agenda = (company: Company, day: number, people: readonly Person[], rates: Rates) => {
  const ofDay = createRandom(company.seed).of('day').of(day);
  return Object.entries(DEEDS).flatMap(([name, deed]) => {
    const random = ofDay.of(name);
    const among = deed === reorganise ? company.departments.size : people.length;
    const times = random.around((rateOf(rates, name) * among) / 1000);
    return Array.from({ length: times }, (_, index) => {
      const own = random.of(index);
      return { hour: own.whole(OPENS, CLOSES), deed, random: own };
    });
  });
};

const rateOf = (rates: Rates, name: string): number => new Map(Object.entries(rates)).get(name) ?? 0;

/** As the person is now: earlier hours of the day may have changed a lot. */
const somebody = (company: Company, people: readonly Person[], random: Random): Person | undefined =>
  company.people.get(random.pick(people).id);

const onPerson =
  (deed: (company: Company, person: Person, random: Random, day: number) => Happening | undefined): Deed =>
  (company, people, random, day) => {
    const person = somebody(company, people, random);
    return person && deed(company, person, random, day);
  };

const onGroup =
  (
    kinds: readonly string[],
    deed: (company: Company, group: Group, random: Random, people: readonly Person[]) => Happening | undefined,
  ): Deed =>
  (company, people, random) => {
    const groups = [...company.groups.values()].filter(({ kind }) => kinds.includes(kind));
    return groups.length === 0 ? undefined : deed(company, random.pick(groups), random, people);
  };

const reorganise: Deed = (company, _people, random) => {
  const departments = [...company.departments.values()];
  const [one, other] = random.sample(departments, 2);
  if (one === undefined) return undefined;
  if (other !== undefined && random.chance(0.3)) return mergeDepartments(company, one, other);
  return random.chance(0.5) ? renameDepartment(company, one, random) : changeHead(company, one);
};

const comeBack: Deed = (company, _people, random) => {
  const gone = [...company.people.values(), ...company.former.values()].filter(({ active }) => !active);
  return gone.length === 0 ? undefined : rehire(company, random.pick(gone));
};

const DEEDS: Readonly<Record<keyof Rates, Deed>> = {
  joiners: (company, _people, random) => hire(company, random),
  leavers: onPerson((company, person, random, day) => dismiss(company, person, day, random.chance(0.5))),
  rehires: comeBack,
  movers: (company, people, random, day) => {
    const which = random.whole(0, 2);
    if (which === 0) return onPerson(move)(company, people, random, day);
    if (which === 1) return onPerson(promote)(company, people, random, day);
    const [person, candidate] = [somebody(company, people, random), somebody(company, people, random)];
    return person && candidate && assignManager(company, person, candidate);
  },
  renames: onPerson(marry),
  memberships: onGroup(['project', 'empty'], (company, group, random, people) =>
    changeMembers(company, group, people, random),
  ),
  groupsCreated: (company, people, random) => createGroup(company, people, random),
  groupsRenamed: onGroup(['project'], callOtherwise),
  groupsDeleted: onGroup(['project'], deleteGroup),
  reorganisations: reorganise,
};
