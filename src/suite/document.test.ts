import { describe, expect, it } from 'vitest';
import { collectProblems } from './diagnostics.ts';
import { readDocument } from './document.ts';
import { childOf, itemsOf, positionOf, sourceFile, toJson } from './source.ts';

const read = (text: string) => {
  const problems = collectProblems();
  return { source: readDocument(sourceFile('x.yaml', text), problems), problems: problems.list };
};

const jsonOf = (text: string) => {
  const { source } = read(text);
  return source === undefined ? undefined : toJson(source);
};

describe('a YAML document', () => {
  it('gives values with their types, in YAML 1.2', () => {
    expect(jsonOf('{a: 1, b: 1.5, c: true, d: null, e: , f: no, g: "1", h: 2026-11-24}')).toEqual({
      a: 1,
      b: 1.5,
      c: true,
      d: null,
      e: null,
      f: 'no',
      g: '1',
      h: '2026-11-24',
    });
  });

  it('knows where everything stands', () => {
    const { source } = read('suite: x\ncases:\n  - id: a/b\n    steps: [{send: GET /}]\n');
    const first = itemsOf(childOf(source, 'cases'))[0];
    expect(positionOf(childOf(first, 'id') ?? source ?? failure())).toEqual({ file: 'x.yaml', line: 3, column: 9 });
    expect(positionOf(itemsOf(childOf(first, 'steps'))[0] ?? failure())).toMatchObject({ line: 4, column: 13 });
  });

  it('resolves anchors, aliases and merge keys; what a map says itself wins', () => {
    const text = 'a: &a {x: 1, y: 1}\nb: &b {z: 2, y: 2}\nc: *a\nd: {<<: *a, y: 3}\ne: {<<: [*b, *a]}';
    expect(jsonOf(text)).toMatchObject({ c: { x: 1, y: 1 }, d: { x: 1, y: 3 }, e: { z: 2, y: 2, x: 1 } });
  });

  it('puts merged entries where `<<` stands, for names may be used only after they are given', () => {
    expect(JSON.stringify(jsonOf('a: &a {x: 1, y: 1}\nd: {v: 0, <<: *a, z: 2}'))).toContain(
      '"d":{"v":0,"x":1,"y":1,"z":2}',
    );
    expect(JSON.stringify(jsonOf('a: &a {x: 1, y: 1}\nd: {<<: *a, w: 0, x: 2}'))).toContain('"d":{"x":2,"y":1,"w":0}');
    expect(JSON.stringify(jsonOf('a: &a {x: 1, y: 1}\nd: {y: 2, <<: *a}'))).toContain('"d":{"y":2,"x":1}');
  });

  it('still finds a key that stands twice beside a merged one', () => {
    expect(read('a: &a {x: 1}\nd: {<<: *a, x: 2, x: 3}').problems).toMatchObject([
      { message: 'the key `x` stands twice in this map' },
    ]);
  });

  it('takes a quoted `<<` for a key like others', () => {
    expect(jsonOf("'<<': 1")).toEqual({ '<<': 1 });
  });

  it('keeps `__proto__` as a harmless key', () => {
    const value = jsonOf('__proto__: {polluted: true}\na: 1');
    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":true},"a":1}');
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
  });

  it('refuses an alias within its own anchor', () => {
    const { source, problems } = read('a: &a [1, *a]');
    expect(source).toBeUndefined();
    expect(problems).toMatchObject([{ message: 'the alias `*a` stands for nothing that is complete here' }]);
  });

  it('refuses aliases that grow without measure, and quickly', () => {
    const lines = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}]`);
    const { source, problems } = read(`a0: &a0 [1]\n${lines.join('\n')}\n`);
    expect(source).toBeUndefined();
    expect(problems).toMatchObject([{ message: 'aliases make this file grow to more than 200000 nodes' }]);
  });

  it.each(['[a]: 1', '{? {a: 1} : 2}', '? \n: 1'])('refuses a key that is no text: %s', (text) => {
    expect(read(text).problems).toMatchObject([{ message: 'a key must be text' }]);
  });
});

const failure = (): never => {
  throw new Error('nothing was read');
};
