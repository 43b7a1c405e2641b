import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ambiguousKeys } from '../scim/attribute.ts';
import { isObject, type Json } from '../scim/json.ts';
import { MODELS } from '../scim/schemas.ts';
import type { Match, Matcher } from '../suite/model.ts';
import type { MatchContext } from './context.ts';
import { judge } from './judge.ts';
import { matchValue } from './match.ts';

const AT = { file: 'x.yaml', line: 1, column: 1 };
const CONTEXT: MatchContext = { models: MODELS, baseUrl: 'https://example.com/scim/v2', fill: (template) => template };
const match = (matcher: Matcher): Match => ({ all: [matcher], at: AT });

const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)));
const text = fc.string({ unit: 'binary' });

/** Two names that differ only in case are a finding of their own, so such a value does not equal even itself. */
const clear = (value: Json): boolean =>
  Array.isArray(value)
    ? value.every(clear)
    : !isObject(value) || (ambiguousKeys(value).length === 0 && Object.values(value).every(clear));

test('a value equals itself, and nothing equals what it does not', () => {
  fc.assert(
    fc.property(json.filter(clear), json.filter(clear), (value, other) => {
      expect(matchValue(match({ op: 'eq', value }), value, CONTEXT, 'x')).toEqual([]);
      const equal = matchValue(match({ op: 'eq', value: other }), value, CONTEXT, 'x').length === 0;
      const different = matchValue(match({ op: 'ne', value: other }), value, CONTEXT, 'x').length === 0;
      // A list of objects asks for at least these attributes, so it may hold and yet not be equal.
      if (!Array.isArray(other)) expect(equal).toBe(!different);
    }),
  );
});

test('sets do not mind the order, and every surplus or missing element is noticed', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 8 }), text, (elements, extra) => {
      const same = match({ op: 'same-set', values: elements });
      expect(matchValue(same, elements.toReversed(), CONTEXT, 'x')).toEqual([]);
      expect(matchValue(same, [...elements, extra], CONTEXT, 'x')).not.toEqual([]);
      if (elements.length > 0) expect(matchValue(same, elements.slice(1), CONTEXT, 'x')).not.toEqual([]);
    }),
  );
});

const COMPARISONS: readonly ((value: Json) => Matcher)[] = [
  (value) => ({ op: 'eq', value }),
  (value) => ({ op: 'ieq', value }),
  (value) => ({ op: 'gt', value }),
  (value) => ({ op: 'le', value }),
];

test('not turns every verdict round', () => {
  fc.assert(
    fc.property(json, json, fc.constantFrom<(value: Json) => Matcher>(...COMPARISONS), (value, other, compare) => {
      const plain = matchValue(match(compare(other)), value, CONTEXT, 'x').length === 0;
      const negated = matchValue(match({ op: 'not', match: match(compare(other)) }), value, CONTEXT, 'x').length === 0;
      expect(negated).toBe(!plain);
    }),
  );
});

test('whatever a server sends, reasons are short and fit to be printed', () => {
  fc.assert(
    fc.property(json, text, fc.integer({ min: 100, max: 599 }), (body, detail, status) => {
      const message = { status, headers: [['Location', detail]] as const, body, bodyProblem: detail };
      const wanted = {
        headers: [{ name: 'location', match: match({ op: 'resource', value: 'User' }) }],
        body: [{ path: 'detail', locator: { segments: [{ name: 'detail' }] }, match: match({ op: 'eq', value: 'x' }) }],
        absent: [],
        also: {},
        at: AT,
      };
      const { bodyProblem: _problem, ...readable } = message;
      const reasons = [
        ...judge({ ...wanted, status: match({ op: 'eq', value: 999 }) }, { ...readable, body: { detail } }, CONTEXT),
        ...judge(wanted, message, CONTEXT),
        ...judge(wanted, readable, CONTEXT),
        ...judge({ ...wanted, error: { status: match({ op: 'present', value: true }), at: AT } }, readable, CONTEXT),
      ];
      for (const reason of reasons) {
        expect(reason.message).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]|\p{Cs}/u);
        expect(reason.message.length).toBeLessThan(2000);
      }
    }),
  );
});
