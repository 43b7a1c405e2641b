/** A JSON body for people: indented, and cut around the attribute that matters, never inside a value. */

import { isObject, type Json } from '../scim/json.ts';
import { matchesFilter } from '../scim/match.ts';
import { type Locator, parseLocator } from '../scim/path.ts';
import { cut, printable } from './printable.ts';

export interface BodyLine {
  readonly text: string;
  /** This line holds the attribute that was judged. */
  readonly here: boolean;
}

interface Line {
  readonly text: string;
  readonly indent: number;
  /** Steps from the root to the value on this line, or to the object or list that opens or closes here. */
  readonly place: readonly string[];
  readonly part: 'whole' | 'open' | 'close';
}

/** Columns up to which an object or list of plain values stands on one line, its name included. */
const ONE_LINE = 76;
/** A server's complaint is read for names up to here. */
const LONGEST_SENTENCE = 2000;

const scalar = (value: Json): string => printable(JSON.stringify(value));

type Compound = Json[] | { [name: string]: Json };

const isPlain = (value: Json): value is Exclude<Json, Compound> => typeof value !== 'object' || value === null;

const fitsOneLine = (value: Compound, used: number): boolean =>
  Object.values(value).every(isPlain) && used + JSON.stringify(value).length <= ONE_LINE;

const oneLine = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(scalar).join(', ')}]`;
  if (!isObject(value)) return scalar(value);
  const members = Object.entries(value).map(([name, inner]) => `${scalar(name)}: ${scalar(inner)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
};

const linesOf = (value: Json, place: readonly string[], indent: number, label: string, comma: string): Line[] => {
  if (
    isPlain(value) ||
    (indent > 0 && fitsOneLine(value, 2 * indent + label.length)) ||
    Object.keys(value).length === 0
  ) {
    return [{ text: `${label}${oneLine(value)}${comma}`, indent, place, part: 'whole' }];
  }
  const entries = Object.entries(value);
  const inner = entries.flatMap(([name, child], index) =>
    linesOf(
      child,
      [...place, name],
      indent + 1,
      Array.isArray(value) ? '' : `${scalar(name)}: `,
      index < entries.length - 1 ? ',' : '',
    ),
  );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return [
    { text: `${label}${open}`, indent, place, part: 'open' },
    ...inner,
    { text: `${close}${comma}`, indent, place, part: 'close' },
  ];
};

const startsWith = (place: readonly string[], prefix: readonly string[]): boolean =>
  prefix.length <= place.length && prefix.every((step, index) => step === place[index]);

const safeLocator = (path: string): Locator | undefined => {
  try {
    return parseLocator(path);
  } catch {
    return undefined;
  }
};

/** `Resources.attributes[#2].name`: the part before an element's number, the number (from 1), and the rest. */
const NUMBERED = /^(.*?)\[#(\d+)\]\.?(.*)$/s;

/**
 * The places in a body that a locator means, with elements by number too; where the last of its names is missing, the
 * place where it should stand.
 */
const placesOf = (body: Json, path: string): Placed[] => {
  const [, list, number, rest = ''] = NUMBERED.exec(path) ?? [];
  if (list === undefined) return follow([{ place: [], value: body }], path);
  const places = list === '' ? [{ place: [], value: body }] : follow([{ place: [], value: body }], list);
  const elements = places.length === 1 ? places.flatMap(elementsOf) : places;
  const element = elements[Number(number) - 1];
  if (element === undefined) return places;
  return rest === ''
    ? [element]
    : placesOf(element.value, rest).map(({ place, value }) => ({ place: [...element.place, ...place], value }));
};

const follow = (start: readonly Placed[], path: string): Placed[] => {
  const locator = safeLocator(path);
  if (locator === undefined) return [];
  const segments = [...(locator.urn === undefined ? [] : [{ name: locator.urn }]), ...locator.segments];
  let reached: readonly Placed[] = start;
  for (const segment of segments) {
    const next = reached.flatMap((placed) =>
      elementsOf(placed).flatMap((element) => membersNamed(element, segment.name)),
    );
    const filter = 'valueFilter' in segment ? segment.valueFilter : undefined;
    const kept = filter
      ? next.flatMap((placed) =>
          elementsOf(placed).filter(({ value }) => isObject(value) && matchesFilter(filter, value)),
        )
      : next;
    if (kept.length === 0) return [...(next.length > 0 ? next : reached)];
    reached = kept;
  }
  return [...reached];
};

interface Placed {
  /** Steps from the root. */
  readonly place: readonly string[];
  readonly value: Json;
}

const elementsOf = ({ place, value }: Placed): Placed[] =>
  Array.isArray(value)
    ? value.map((element, index) => ({ place: [...place, String(index)], value: element }))
    : [{ place, value }];

const membersNamed = ({ place, value }: Placed, name: string): Placed[] =>
  isObject(value)
    ? Object.entries(value)
        .filter(([key]) => key.toLowerCase() === name.toLowerCase())
        .map(([key, inner]) => ({ place: [...place, key], value: inner }))
    : [];

/**
 * Which lines stay when there are more than `most`: the judged ones with their frames first, then those that the server
 * named with theirs, then the neighbours.
 */
const keep = (
  lines: readonly Line[],
  judged: readonly number[],
  named: readonly number[],
  most: number,
): Set<number> => {
  const kept = new Set([0, lines.length - 1]);
  const add = (index: number): void => {
    if (index >= 0 && index < lines.length && kept.size < most) kept.add(index);
  };
  const addFramed = (indices: readonly number[]): void => {
    for (const index of indices.slice(0, Math.ceil(most / 4))) add(index);
    for (const index of [...kept]) addFrames(index);
  };
  const addFrames = (index: number): void => {
    const place = lines[index]?.place ?? [];
    lines.forEach((line, other) => {
      if (line.part !== 'whole' && line.place.length < place.length && startsWith(place, line.place)) add(other);
    });
  };
  addFramed(judged);
  addFramed(named);
  const centres = judged.length > 0 ? judged : [0, ...named];
  for (let distance = 1; distance < lines.length && kept.size < most; distance++) {
    for (const index of centres) for (const near of [index - distance, index + distance]) add(near);
  }
  return kept;
};

/** The words of a sentence that may be names of attributes, in small letters: quoted or bare, alone or in a path or URN. */
const namesIn = (sentence: string): Set<string> =>
  new Set(
    sentence
      .slice(0, LONGEST_SENTENCE)
      .toLowerCase()
      .match(/[a-z$][\w$-]*/g) ?? [],
  );

/**
 * A body as at most `most` lines of at most `columns`, without colour. `path` is a locator, or nothing; what is left
 * out is shown as `…`, but not, while there is room, the attributes that `sentence` (the server's complaint) names.
 */
export const bodyLines = (
  body: Json,
  path: string | undefined,
  most: number,
  columns: number,
  sentence = '',
): BodyLine[] => {
  const lines = linesOf(body, [], 0, '', '');
  const found = path === undefined || path === '' ? [] : placesOf(body, path);
  const places = found.map(({ place }) => place).filter((place) => place.length > 0);
  const isJudged = ({ part, place: held }: Line): boolean =>
    places.some(
      (place) => startsWith(place, held) && (part === 'whole' || (part === 'open' && place.length === held.length)),
    );
  const judged = lines.flatMap((line, index) => (isJudged(line) ? [index] : []));
  const names = namesIn(sentence);
  const named = lines.flatMap(({ place, part }, index) =>
    part !== 'close' && names.has(place.at(-1)?.toLowerCase() ?? '') ? [index] : [],
  );
  const kept = lines.length <= most ? undefined : keep(lines, judged, named, most);
  const shown: BodyLine[] = [];
  let gap = false;
  lines.forEach((line, index) => {
    const indent = '  '.repeat(line.indent);
    if (kept === undefined || kept.has(index)) {
      gap = false;
      shown.push({ text: cut(indent + line.text, columns), here: judged.includes(index) });
    } else if (!gap) {
      gap = true;
      shown.push({ text: `${indent}…`, here: false });
    }
  });
  return shown;
};
