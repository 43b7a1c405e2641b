/** What an identity provider never tells of somebody who is there: none of its requests has a word for it. */
import type { JsonObject } from '../scim/json.ts';
import type { Dialect, Provisioning } from '../suite/model.ts';
import { ignoredBy } from './decide.ts';
import type { PersonRow } from './rows.ts';
import type { Voice } from './voice.ts';

export type Habits = Provisioning & {
  /** Parameters of the mapping that are sent when somebody is created, and never again. */
  readonly untold: ReadonlySet<string>;
  /** Those, and `active` where it is told by requests of its own: no change for an update. */
  readonly ignored: ReadonlySet<string>;
};

export const withUntold = (dialect: Dialect, mode: string, habits: Provisioning): Habits => {
  const untold = untoldOf(dialect, mode, habits);
  const own = habits.users === undefined ? [] : ignoredBy(habits.users);
  return { ...habits, untold, ignored: new Set([...untold, ...own]) };
};

const PLACEHOLDER = /\$\{\s*([^\s.?|}]+)/gu;

const untoldOf = ({ operations }: Dialect, mode: string, { users, mapping }: Provisioning): ReadonlySet<string> => {
  if (users === undefined) return new Set();
  const { update, firstValues, references, deactivate, reactivate } = users;
  const told = new Set(Object.keys(references));
  if (deactivate !== undefined && reactivate !== undefined) told.add('active');
  const names = [...update.map(({ operation }) => operation), ...(firstValues === undefined ? [] : [firstValues])];
  for (const name of names) {
    const text = JSON.stringify(operations[name]?.forms[mode]?.requests ?? []);
    for (const [, word = ''] of text.matchAll(PLACEHOLDER)) told.add(word);
  }
  return new Set(Object.keys(mapping.user).filter((name) => !told.has(name)));
};

/** Says once of each that it has changed and is not told. */
export const noticeUntold = ({ params, link, name }: PersonRow, { untold }: Habits, voice: Voice): void => {
  if (untold.size === 0 || link?.sent === undefined) return;
  for (const parameter of untold) {
    if (isSame(params, link.sent, parameter)) continue;
    voice.notice(
      `${voice.dialect.title} (${voice.mode}) has no word for another ${parameter}: whoever is there keeps the old one`,
      `The first of them is ${name}.`,
    );
  }
};

const isSame = (one: JsonObject, other: JsonObject, name: string): boolean =>
  JSON.stringify(one[name]) === JSON.stringify(other[name]);
