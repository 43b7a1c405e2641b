/** YAML → Expect and Capture. The shape has been checked against the schema before. */
import type { Problems } from './diagnostics.ts';
import { keyPosition } from './diagnostics.ts';
import { captureSource, locatorIn } from './locator.ts';
import { attributesIn, isOperators, toMatch } from './matcher.ts';
import type { Capture, Expect } from './model.ts';
import { childOf, entriesOf, entryOf, itemsOf, positionOf, type Source, textOf } from './source.ts';

/** `expect: {status, headers, body, absent, error, also}`. */
export const toExpect = (source: Source, problems: Problems): Expect => {
  const status = childOf(source, 'status');
  const error = childOf(source, 'error');
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
  return {
    status: toMatch(status, problems),
    ...(scimType === undefined ? {} : { scimType: toMatch(scimType, problems) }),
    at: positionOf(source),
  };
};

/** `capture: {uid: id, group: {from: meta.location, as: resource-id}}`. */
export const toCaptures = (source: Source | undefined, problems: Problems): readonly Capture[] =>
  entriesOf(source).flatMap((entry): Capture[] => {
    const from = captureSource(childOf(entry.value, 'from') ?? entry.value, problems);
    const as = textOf(entryOf(entry.value, 'as')?.value) === 'resource-id' ? 'resource-id' : 'value';
    return from === undefined ? [] : [{ name: entry.key, from, as, at: keyPosition(entry) }];
  });
