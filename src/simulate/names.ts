/**
 * Names of people in many languages, some with quotes, apostrophes, hyphens, particles, of one letter or of dozens.
 * They are ordinary given and family names put together at random: nobody in particular is meant.
 */
import { type Culture, readCulture } from './culture.ts';
import { LATIN } from './names-latin.ts';
import { OTHER_SCRIPTS } from './names-other-scripts.ts';
import type { Random } from './random.ts';

const CULTURES: readonly Culture[] = [...LATIN, ...OTHER_SCRIPTS].map(readCulture);

/** What people are called among colleagues. */
const NICKNAMES = ['Bobby', 'Kiki', 'Mo', 'Teddy', 'Doc', 'Ace', 'Lulu', 'Sparky', 'Nono', 'Red', 'Jojo', 'The Wall'];

/** How somebody is called, and how that is written in Latin letters. */
export interface FullName {
  readonly givenName: string;
  /** Absent for those who have one name. */
  readonly familyName?: string;
  readonly displayName: string;
  readonly latin: { readonly given: string; readonly family: string };
  readonly origin: Pick<Culture, 'locale' | 'country' | 'city'>;
}

const SECOND_GIVEN_NAME = 0.06;
const DOUBLE_FAMILY_NAME = 0.04;
const WRITTEN_IN_LATIN = 0.5;
const NICKNAMED = 0.02;

/** Somebody new. */
export const inventName = (random: Random): FullName => {
  const culture = random.pick(CULTURES);
  const inLatin = random.chance(WRITTEN_IN_LATIN);
  const given = random.pick(culture.given);
  const second = random.chance(SECOND_GIVEN_NAME) ? random.pick(culture.given) : given;
  const familyName = random.chance(DOUBLE_FAMILY_NAME) ? doubled(culture, random) : single(culture, random);
  const both = second === given ? [given] : [given, second];
  const latin = { given: both.map((name) => name.latin).join(' '), family: familyName.latin };
  const native = { given: both.map((name) => name.native).join(culture.between ?? ' '), family: familyName.native };
  const nickname = random.chance(NICKNAMED) ? random.pick(NICKNAMES) : undefined;
  return written(culture, inLatin ? latin : native, latin, inLatin, nickname);
};

/** The same person after a marriage: with another family name, or with both. People of one name get a second. */
export const marriedName = (before: FullName, random: Random): FullName => {
  const culture = random.pick(CULTURES.filter(({ family }) => family.length > 0));
  const taken = random.pick(culture.family);
  const joined = before.familyName !== undefined && random.chance(0.3);
  const family = joined ? `${before.familyName}-${taken.latin}` : taken.latin;
  const latin = joined ? `${before.latin.family}-${taken.latin}` : taken.latin;
  return {
    ...before,
    familyName: family,
    displayName: `${before.givenName} ${family}`,
    latin: { given: before.latin.given, family: latin },
  };
};

const single = ({ family }: Culture, random: Random) =>
  family.length === 0 ? { native: '', latin: '' } : random.pick(family);

const doubled = (culture: Culture, random: Random) => {
  const [one, other] = [single(culture, random), single(culture, random)];
  if (one === other || one.latin === '') return one;
  return { native: `${one.native}-${other.native}`, latin: `${one.latin}-${other.latin}` };
};

const written = (
  culture: Culture,
  { given, family }: { readonly given: string; readonly family: string },
  latin: FullName['latin'],
  inLatin: boolean,
  nickname: string | undefined,
): FullName => {
  const { locale, country, city } = culture;
  const called = nickname === undefined ? given : `${given} "${nickname}"`;
  const ordered = culture.familyFirst ? [family, called] : [called, family];
  const displayName = ordered.filter((part) => part !== '').join(inLatin ? ' ' : (culture.between ?? ' '));
  return {
    givenName: given,
    ...(family !== '' && { familyName: family }),
    displayName,
    latin,
    origin: { locale, country, city },
  };
};
