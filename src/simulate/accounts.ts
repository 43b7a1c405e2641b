/** User names and addresses, as companies make them of people's names. */
import type { FullName } from './names.ts';
import type { Random } from './random.ts';

export interface Account {
  readonly userName: string;
  readonly email: string;
}

/** How a company builds user names. Addresses are always `given.family` at one of its domains. */
export type Convention = 'address' | 'initial-address' | 'initial';

const CONVENTIONS: readonly Convention[] = ['address', 'address', 'initial-address', 'initial'];

export interface Accounts {
  readonly convention: Convention;
  /** A user name and an address that nobody has had before, whatever the case of their letters. */
  claim(name: FullName, random: Random): Account;
}

const DOMAIN = 'example.com';
/** That of a company which was bought. */
const OTHER_DOMAIN = 'example.org';
const IN_OTHER_DOMAIN = 0.1;
/** User names in the letters of the person; their addresses are in ASCII all the same. */
const IN_OWN_LETTERS = 0.08;
const KEEPS_APOSTROPHE = 0.4;

export const createAccounts = (random: Random): Accounts => {
  const convention = random.pick(CONVENTIONS);
  const highest = new Map<string, number>();
  return {
    convention,
    claim(name, own) {
      const domain = own.chance(IN_OTHER_DOMAIN) ? OTHER_DOMAIN : DOMAIN;
      const asciiParts = [name.latin.given, name.latin.family].map((part) => ascii(part, name.origin.locale));
      const kept = own.chance(KEEPS_APOSTROPHE) ? asciiParts : asciiParts.map((part) => part.replaceAll("'", ''));
      const address = joined(kept, 'address');
      const parts = own.chance(IN_OWN_LETTERS) ? [name.givenName, name.familyName ?? ''].map(letters) : kept;
      const local = joined(parts, convention);
      const number = 1 + Math.max(highest.get(address) ?? 0, highest.get(local) ?? 0);
      highest.set(address, number).set(local, number);
      const digits = number === 1 ? '' : String(number);
      return {
        userName: convention === 'initial' ? `${local}${digits}` : `${local}${digits}@${domain}`,
        email: `${address}${digits}@${domain}`,
      };
    },
  };
};

const joined = ([given = '', family = '']: readonly string[], convention: Convention): string => {
  const [initial = ''] = given;
  const parts = convention === 'address' ? [given, family] : family === '' ? [given] : [initial + family];
  const local = parts.filter((part) => part !== '').join('.');
  return local === '' ? 'user' : local;
};

/** What is neither a letter nor a mark on one, a digit, an apostrophe or a hyphen goes. */
const letters = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}-]/gu, '');

/** Letters that do not come apart into an ASCII letter and a mark. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  '’': "'",
};
/** Where marks are spelled out. */
const SPELLED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'de-DE': { ä: 'ae', ö: 'oe', ü: 'ue' },
  'da-DK': { å: 'aa', ø: 'oe', æ: 'ae' },
};

const ascii = (text: string, locale: string): string =>
  Array.from(text.normalize('NFC').toLowerCase())
    .map((letter) => SPELLED[locale]?.[letter] ?? PLAIN[letter] ?? letter)
    .join('')
    .normalize('NFD')
    .replace(/[^a-z0-9'-]/g, '')
    .replace(/^['-]+|['-]+$/g, '');
