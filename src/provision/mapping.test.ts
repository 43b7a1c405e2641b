import { describe, expect, it } from 'vitest';
import type { MappingExpression } from '../suite/model.ts';
import { createMapper, overlaid, printExpression } from './mapping.ts';

const at = { file: 'dialect.yaml', line: 3, column: 9 };
const column = (name: string): MappingExpression => ({ kind: 'column', column: name, at });
const jsonata = (text: string): MappingExpression => ({ kind: 'jsonata', text, at });

describe('a mapping', () => {
  it('of columns is done at once, in its order, without what has no value', () => {
    const mapper = createMapper({
      b: column('two'),
      a: column('one'),
      c: column('none'),
      d: column('empty'),
      e: column('constructor'),
    });
    expect(mapper.map({ one: 'x', two: true, empty: '' })).toEqual({ params: { b: true, a: 'x' } });
    expect(Object.keys((mapper.map({ one: 'x', two: true }) as { params: object }).params)).toEqual(['b', 'a']);
  });

  it('of expressions is evaluated over the record', async () => {
    const mapper = createMapper({
      name: jsonata('given & " " & family'),
      upper: jsonata('$uppercase(given)'),
      list: jsonata('[{"value": mail}]'),
      none: jsonata('missing'),
      plain: column('given'),
    });
    expect(await mapper.map({ given: 'Ana', family: "O'Neill", mail: 'a@example.com' })).toEqual({
      params: { name: "Ana O'Neill", upper: 'ANA', list: [{ value: 'a@example.com' }], plain: 'Ana' },
    });
  });

  it('tells who is referred to', () => {
    const mapper = createMapper({ manager: { kind: 'id-of', column: 'boss', at }, name: column('n') });
    expect(mapper.map({ boss: 'p7', n: 'x' })).toEqual({ params: { name: 'x' }, refs: { manager: 'p7' } });
    expect(mapper.map({ n: 'x' })).toEqual({ params: { name: 'x' } });
  });

  it('fails on a record with words, and does not run for ever', async () => {
    await expect(createMapper({ a: jsonata('$number(x)') }).map({ x: 'seven' })).rejects.toThrow(
      'the mapping of a fails',
    );
    await expect(createMapper({ a: jsonata('function($x){$x}') }).map({})).rejects.toThrow('it gives a function');
    const endless = createMapper({ a: jsonata('($f := function($n){$f($n + 1)}; $f(0))') });
    await expect(endless.map({})).rejects.toThrow('the mapping of a fails');
  });

  it('that cannot be read is told with its place', () => {
    expect(() => createMapper({ a: jsonata('x &') })).toThrow(/the mapping of a cannot be read: .*dialect.yaml:3/);
  });

  it('is overlaid by all that a dialect can say', () => {
    const merged = overlaid({ a: column('one') }, { manager: { 'id-of': 'boss' } });
    expect(createMapper(merged).map({ one: 'x', boss: 'p7' })).toEqual({ params: { a: 'x' }, refs: { manager: 'p7' } });
    expect(() => overlaid({}, { manager: { 'id-of': '= boss' } })).toThrow(
      'the mapping of manager: `id-of` needs a column, not an expression',
    );
    expect(() => overlaid({}, { title: '=' })).toThrow('the mapping of title: no expression follows the `=`');
    expect(() => overlaid({}, { userName: 'username' })).toThrow(
      'the mapping of userName: there is no column `username`',
    );
    expect(() => overlaid({}, { manager: { 'id-of': 'Manager' } })).toThrow('there is no column `Manager`');
  });

  it('is overlaid by what the user says', () => {
    const merged = overlaid({ a: column('one'), b: column('two') }, { b: null, a: '= $lowercase(one)', z: 'nine' });
    expect(Object.entries(merged).map(([name, expression]) => `${name}: ${printExpression(expression)}`)).toEqual([
      'a: = $lowercase(one)',
      'z: nine',
    ]);
  });
});
