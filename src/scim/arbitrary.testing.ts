/** Generators for property tests: everything the grammars can say. */
import fc from 'fast-check';
import type { AttributePath, CompareOperator, CompareValue, Filter } from './filter.ts';
import type { Json } from './json.ts';
import type { Locator, Path, Segment } from './path.ts';

/** Words of the filter language are names too. */
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9$_-]{0,9}$/),
  fc.constantFrom('$ref', 'and', 'or', 'not', 'pr', 'eq', 'true', 'null', '__proto__', 'constructor'),
);

const urn = fc
  .array(fc.stringMatching(/^[A-Za-z0-9.+_-]{1,8}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => `urn:${parts.join(':')}`);

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom('a and b', 'x or (y)', '[z]', 'not (', '"', '\\', '\\"', 'C:\\x\\', ') or id pr'),
);

const number = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => (Object.is(value, -0) ? 0 : value));

export const literal: fc.Arbitrary<CompareValue> = fc.oneof(text, number, fc.boolean(), fc.constant(null));

export const attributePath: fc.Arbitrary<AttributePath> = fc.record(
  { urn, attribute: name, subAttribute: name },
  { requiredKeys: ['attribute'] },
);

const operator = fc.constantFrom<CompareOperator>('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le');

const withoutSub = attributePath.map(({ subAttribute: _, ...path }) => path);

const filters = (brackets: boolean): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: 'small' },
      fc.record<Filter & { type: 'compare' }>({
        type: fc.constant('compare'),
        path: attributePath,
        operator,
        value: literal,
      }),
      fc.record<Filter & { type: 'present' }>({ type: fc.constant('present'), path: attributePath }),
      fc.record<Filter & { type: 'and' | 'or' }>({
        type: fc.constantFrom('and', 'or'),
        left: tie('filter'),
        right: tie('filter'),
      }),
      fc.record<Filter & { type: 'not' }>({ type: fc.constant('not'), filter: tie('filter') }),
      ...(brackets
        ? [
            fc.record<Filter & { type: 'valuePath' }>({
              type: fc.constant('valuePath'),
              path: withoutSub,
              filter: filters(false),
            }),
          ]
        : []),
    ),
  })).filter;

export const filter: fc.Arbitrary<Filter> = filters(true);

export const path: fc.Arbitrary<Path> = fc.record(
  { urn, attribute: name, subAttribute: name, valueFilter: filters(false) },
  { requiredKeys: ['attribute'] },
);

const segment: fc.Arbitrary<Segment> = fc.record({ name, valueFilter: filter }, { requiredKeys: ['name'] });

export const locator: fc.Arbitrary<Locator> = fc.record(
  { urn, segments: fc.array(segment, { minLength: 1, maxLength: 4 }) },
  { requiredKeys: ['segments'] },
);

/** JSON with keys that hurt: `__proto__`, names that differ in case only. */
export const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(
          fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('value', 'VALUE', '__proto__', 'constructor')),
          tie('value'),
        ),
        { maxLength: 4 },
      )
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** Freezes a value and all in it, so that any attempt to change it throws. */
export const deepFreeze = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
};
