/** YAML → Expect and Capture. The shape has been checked against the schema before. */
import { SCIM_TYPES } from '../scim/error.ts';
import type { Problems } from './diagnostics.ts';
import { keyPosition } from './diagnostics.ts';
import { captureSource, locatorIn } from './locator.ts';
import { attributesIn, isOperators, toMatch } from './matcher.ts';
import type { Capture, Expect } from './model.ts';
import { childOf, entriesOf, entryOf, itemsOf, positionOf, type ScalarSource, type Source, textOf } from './source.ts';
import { didYouMean } from './suggest.ts';

/** `expect: {status, headers, body, absent, error, also}`. */
export const toExpect = (source: Source, problems: Problems): Expect => {
  const status = childOf(source, 'status');
  const error = childOf(source, 'error');
  checkStatus(status, problems);
  return {
    ...(status === undefined ? {} : { status: toMatch(status, problems) }),
    headers: entriesOf(childOf(source, 'headers')).map(({ key, value }) => ({
      name: key,
      match: toMatch(value, problems),
    })),
    ...toBody(childOf(source, 'body'), problems),
    absent: itemsOf(childOf(source, 'absent')).flatMap((item) => {
      const locator = locatorIn(item, problems);
      return locator === undefined ? [] : [{ locator, path: textOf(item) ?? '', at: positionOf(item) }];
    }),
    ...(error === undefined ? {} : { error: toError(error, problems) }),
    also: Object.fromEntries(
      entriesOf(childOf(source, 'also')).map(({ key, value }) => [key, toExpect(value, problems)]),
    ),
    at: positionOf(source),
  };
};

const toBody = (source: Source | undefined, problems: Problems): Pick<Expect, 'body' | 'wholeBody'> => {
  if (source === undefined) return { body: [] };
  if (source.kind === 'map' && !isOperators(source.entries, problems)) {
    return { body: attributesIn(source.entries, problems) };
  }
  return { body: [], wholeBody: toMatch(source, problems) };
};

const toError = (source: Source, problems: Problems): NonNullable<Expect['error']> => {
  const status = childOf(source, 'status') ?? source;
  const scimType = childOf(source, 'scimType');
  checkStatus(status, problems);
  checkScimType(scimType, problems);
  return {
    status: toMatch(status, problems),
    ...(scimType === undefined ? {} : { scimType: toMatch(scimType, problems) }),
    at: positionOf(source),
  };
};

/** The values at the ends of a match: those that the answer is compared with. */
const leavesOf = (source: Source | undefined): readonly ScalarSource[] => {
  if (source === undefined) return [];
  if (source.kind === 'scalar') return [source];
  return (source.kind === 'list' ? source.items : source.entries.map(({ value }) => value)).flatMap(leavesOf);
};

const checkStatus = (source: Source | undefined, problems: Problems): void => {
  for (const leaf of leavesOf(source)) {
    const { value } = leaf;
    if (typeof value === 'boolean' || value === null) continue;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 600) continue;
    const message = `${JSON.stringify(value)} is no HTTP status`;
    problems.error(
      leaf,
      message,
      'A status is a number such as 200 or 404, without quotes; several are `{one-of: [200, 204]}`.',
    );
  }
};

const checkScimType = (source: Source | undefined, problems: Problems): void => {
  for (const leaf of leavesOf(source)) {
    const { value } = leaf;
    if (typeof value !== 'string' || SCIM_TYPES.some((known) => known === value)) continue;
    problems.error(leaf, `no RFC defines the scimType \`${value}\``, didYouMean(value, SCIM_TYPES));
  }
};

/** `capture: {uid: id, group: {from: meta.location, as: resource-id}}`. */
export const toCaptures = (source: Source | undefined, problems: Problems): readonly Capture[] =>
  entriesOf(source).flatMap((entry): Capture[] => {
    const from = captureSource(childOf(entry.value, 'from') ?? entry.value, problems);
    const as = textOf(entryOf(entry.value, 'as')?.value) === 'resource-id' ? 'resource-id' : 'value';
    return from === undefined ? [] : [{ name: entry.key, from, as, at: keyPosition(entry) }];
  });
