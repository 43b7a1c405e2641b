/** The header of a CSV file: which column is which attribute. */
import { nearest } from '../suite/suggest.ts';
import { FORBIDDEN_NAME, fold, LIKE_ID, NAMES, PLURALS, REQUIRED, SYNONYMS } from './names.ts';
import { DirectoryProblem, listed, quoted } from './problem.ts';
import type { Kind, Warning, Where } from './record.ts';

export interface Columns {
  /** By position; undefined for a column without a name, in which nothing may stand. */
  readonly names: readonly (string | undefined)[];
  readonly warnings: readonly Warning[];
}

/** The column that says of each row which kind it is. */
export const KIND_COLUMN = 'kind';

export const kindColumn = (header: readonly string[]): number => header.findIndex((name) => fold(name) === KIND_COLUMN);

interface Matched {
  /** By position in the header. */
  readonly names: (string | undefined)[];
  readonly warnings: Warning[];
}

/**
 * Names the columns: by their right names, whatever their case, spaces and underscores; then by synonyms, with a warning;
 * all others keep the name they have. `kinds` is more than one for a file with a `kind` column; what is required is then
 * seen row by row.
 * Throws DirectoryProblem for a required column that is missing and for two columns of the same name.
 */
export const matchColumns = (header: readonly string[], kinds: readonly Kind[], at: Where): Columns => {
  const known = [...new Set(kinds.flatMap((kind) => NAMES[kind])), ...(kinds.length > 1 ? [KIND_COLUMN] : [])];
  const matched: Matched = { names: header.map((name) => rightName(name, known)), warnings: [] };
  matchSynonyms(header, kinds, matched, at);
  warnOfOthers(header, kinds, known, matched, at);
  refuseTwice(header, matched.names, at);
  const [kind] = kinds;
  if (kind !== undefined && kinds.length === 1) requireColumns(header, kind, matched.names, at);
  return matched;
};

/** How many columns of the header have a name that says something to us; tells the delimiter by it. */
export const countKnown = (header: readonly string[]): number => {
  const known = new Set(
    (['person', 'group', 'membership'] as const).flatMap((kind) => [
      ...NAMES[kind].map(fold),
      ...Object.values(SYNONYMS[kind]).flat(),
    ]),
  );
  return header.filter((name) => known.has(fold(name))).length;
};

const rightName = (name: string, known: readonly string[]): string | undefined => {
  const trimmed = name.trim();
  if (trimmed === '') return undefined;
  return known.find((one) => fold(one) === fold(trimmed)) ?? trimmed;
};

const matchSynonyms = (header: readonly string[], kinds: readonly Kind[], matched: Matched, at: Where): void => {
  const readAs: string[] = [];
  for (const [attribute, synonyms] of kinds.flatMap((kind) => Object.entries(SYNONYMS[kind]))) {
    if (matched.names.includes(attribute)) continue;
    const candidates = header.flatMap((name, index) => (synonyms.includes(fold(name)) ? [index] : []));
    const columns = listed(candidates.map((index) => quoted(header[index] ?? '')));
    const [first] = candidates;
    if (first === undefined) continue;
    if (candidates.length === 1) {
      matched.names[first] = attribute;
      readAs.push(`${columns} as ${attribute}`);
      continue;
    }
    const message = `the columns ${columns} could all be ${attribute}; none is used for it`;
    matched.warnings.push({ message, at, hint: `Name the right one "${attribute}".` });
  }
  if (readAs.length === 0) return;
  const hint = 'Rename columns that are something else; those with the right names are read without a warning.';
  matched.warnings.push({ message: `columns are taken for what they are called: ${listed(readAs)}`, at, hint });
};

const warnOfOthers = (
  header: readonly string[],
  kinds: readonly Kind[],
  known: readonly string[],
  matched: Matched,
  at: Where,
): void => {
  const missing = known.filter((name) => !matched.names.includes(name));
  const synonyms = kinds.flatMap((kind) => Object.values(SYNONYMS[kind]).flat());
  for (const name of matched.names) {
    if (name === undefined || known.includes(name) || synonyms.includes(fold(name))) continue;
    const near = nearest(name, missing);
    if (near === undefined) continue;
    const message = `the column ${quoted(name)} is kept under this name, as an attribute of its own`;
    matched.warnings.push({ message, at, hint: `Did you mean "${near}"?` });
  }
  const nameless = header.flatMap((name, index) => (name.trim() === '' ? [index + 1] : []));
  if (nameless.length === 0) return;
  const columns = nameless.length === 1 ? `column ${nameless[0]} has` : `columns ${listed(nameless.map(String))} have`;
  const message = `${columns} no name`;
  matched.warnings.push({ message, at, hint: 'Rows with a value there are rejected, since nobody knows what it is.' });
};

const refuseTwice = (header: readonly string[], names: readonly (string | undefined)[], at: Where): void => {
  for (const [index, name] of names.entries()) {
    if (name === FORBIDDEN_NAME) {
      throw new DirectoryProblem(`column ${index + 1} is called ${name}, which cannot be the name of an attribute`, {
        at,
        hint: 'Rename the column.',
      });
    }
    const first = name === undefined ? index : names.indexOf(name);
    if (first === index || name === undefined) continue;
    const spellings = [...new Set([header[first] ?? '', header[index] ?? ''].map((one) => quoted(one.trim())))];
    throw new DirectoryProblem(`columns ${first + 1} and ${index + 1} are both ${listed(spellings)}`, {
      at,
      hint: `Only one column can be ${quoted(name)}; rename or remove the other.`,
    });
  }
};

/** Columns whose name looks like the missing one. */
const lookalikes = (missing: string, kind: Kind, others: readonly string[]): readonly string[] => {
  const candidates = missing === 'id' ? LIKE_ID : (SYNONYMS[kind][missing] ?? []);
  const alike = others.filter((name) => candidates.includes(fold(name)));
  const near = nearest(missing, others);
  return alike.length > 0 || near === undefined ? alike : [near];
};

const requireColumns = (
  header: readonly string[],
  kind: Kind,
  names: readonly (string | undefined)[],
  at: Where,
): void => {
  const missing = REQUIRED[kind].filter((name) => !names.includes(name));
  const [first] = missing;
  if (first === undefined) return;
  const others = names.filter((name) => name !== undefined && !NAMES[kind].includes(name)).map(String);
  const alike = lookalikes(first, kind, others);
  const what = `${missing.length === 1 ? 'there is no column' : 'there are no columns'} ${listed(missing.map((name) => `"${name}"`))}`;
  const columns = listed(header.map((name) => quoted(name, 40)));
  const named = `The first line of a file of ${PLURALS[kind]} names its columns, ${REQUIRED[kind].join(' and ')} among them. It has ${columns}.`;
  const rename = `If ${listed(alike.map((name) => quoted(name)))} is meant, rename it to "${first}".`;
  const caution = first === 'id' ? ' An id is what never changes, unlike names and addresses.' : '';
  throw new DirectoryProblem(what, { at, hint: alike.length > 0 ? rename + caution : named });
};
