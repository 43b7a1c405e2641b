import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST } from './csv-row.ts';
import { type Element, splitElements } from './json-list.ts';
import { collect, inChunks, piecesOf } from './text-file.testing.ts';

const elementsOf = async (text: string, size = 1000): Promise<readonly Element[]> =>
  (await collect(splitElements(inChunks(piecesOf(text, size)), 'people.json'))).flat();

const pieceSize = fc.integer({ min: 1, max: 30 });

describe('the elements of a JSON list', () => {
  it('are found wherever the chunks end, plain or pretty-printed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), pieceSize, fc.constantFrom(0, 2), async (list, size, indent) => {
        const elements = await elementsOf(JSON.stringify(list, null, indent), size);
        expect(elements.map(({ text }) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });

  it('are told apart by the list they are in', async () => {
    const member = fc.dictionary(fc.constantFrom('by', 'people', 'a"b]'), fc.jsonValue());
    const list = fc.array(fc.jsonValue(), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(list, list, member, pieceSize, async (people, groups, about, size) => {
        const elements = await elementsOf(JSON.stringify({ about, people, total: 7, groups }), size);
        const inSection = (name: string) =>
          elements.filter(({ section }) => section === name).map(({ text }) => JSON.parse(text));
        expect(inSection('people')).toEqual(JSON.parse(JSON.stringify(people)));
        expect(inSection('groups')).toEqual(JSON.parse(JSON.stringify(groups)));
        expect(elements.length).toBe(people.length + groups.length);
      }),
    );
  });

  it('know their line', async () => {
    const text = '[\n\n{"a": [1,\n2]},\n\n"x" ,7]\n\n';
    expect(await elementsOf(text, 3)).toEqual([
      { text: '{"a": [1,\n2]}', line: 3 },
      { text: '"x"', line: 6 },
      { text: '7', line: 6 },
    ]);
  });

  it('are cut when they are too long, and the next ones are found', async () => {
    const elements = await elementsOf(`["${'x'.repeat(LONGEST + 200_000)}",1]`, 100_000);
    expect(elements.map(({ text }) => text.length)).toEqual([LONGEST + 1, 1]);
  });

  it.each([
    ['[{"id":1}', 'people.json:1: the file ends before its list does'],
    ['[{"id":1},\n{"id"', 'people.json:2: the file ends before its list does'],
    ['{"people":[', 'ends before its list does'],
    ['', 'people.json: the file is empty'],
    ['id,userName', 'must begin with [ or {'],
    ['[1]\n2', 'people.json:2: there is more after the end'],
    ['{[1]}', 'a list stands where the name of a member should be'],
  ])('of %s are a problem', async (text, message) => {
    await expect(elementsOf(text, 4)).rejects.toThrow(message);
  });
});
