import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST } from './csv-row.ts';
import { splitLines } from './lines.ts';
import { type Row, readRows, type TableForm } from './rows.ts';
import { inChunks, piecesOf } from './text-file.testing.ts';

const HEADER = ['id', 'userName', 'title'];

const rowsIn = async (text: string, pieceSize = 1000, form: Partial<TableForm> = {}): Promise<readonly Row[]> => {
  const whole: TableForm = { delimiter: ',', newline: '\n', header: HEADER, damaged: false, ...form };
  const all: Row[] = [];
  for await (const rows of readRows(splitLines(inChunks(piecesOf(text, pieceSize)), whole.newline), whole)) {
    all.push(...rows);
  }
  return all;
};

const good = (rows: readonly Row[]): readonly (readonly string[])[] =>
  rows.flatMap((row) => (row.problem === undefined ? [row.fields] : []));

/** Text with everything in it that means something in CSV. */
const cell = (...signs: string[]) =>
  fc.string({ unit: fc.constantFrom('a', 'ß', '"', ';', ' ', ...signs), maxLength: 8 });
const tableOf = (one: fc.Arbitrary<string>) => fc.array(fc.tuple(one, one, one), { maxLength: 12 });
/** Values of several lines, or with delimiters in them; with both they may look like rows of their own, see below. */
const table = fc.oneof(tableOf(cell(',')), tableOf(cell('\n', '\r\n')));
const newline = fc.constantFrom('\n', '\r\n');
const pieceSize = fc.integer({ min: 1, max: 40 });

const quote = (field: string): string => `"${field.replaceAll('"', '""')}"`;
const quoteAll = (rows: readonly (readonly string[])[], end: string): string =>
  rows.map((row) => row.map(quote).join(',') + end).join('');
const filled = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  rows.filter((row) => row.some((field) => field !== ''));

describe('rows of CSV', () => {
  it('are what was quoted, wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(table, newline, pieceSize, async (rows, end, size) => {
        expect(good(await rowsIn(quoteAll(rows, end), size))).toEqual(filled(rows));
      }),
    );
  });

  it('are the same wherever the chunks end, whatever is broken', async () => {
    const anything = fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', '\n', '\r'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(anything, pieceSize, async (text, size) => {
        expect(await rowsIn(text, size)).toEqual(await rowsIn(text, 1000));
      }),
    );
  });

  it('are what csv-parse reads, wherever that reads anything', async () => {
    const sign = (...signs: string[]) => fc.string({ unit: fc.constantFrom('a', 'b', ...signs), maxLength: 6 });
    const written = fc.oneof(sign(), sign('"', ',', '\n').map(quote), sign('"'));
    const line = fc.tuple(written, written, written).map((fields) => fields.join(','));
    const lines = fc.array(line, { maxLength: 5 }).map((all) => all.join('\n'));
    await fc.assert(
      fc.asyncProperty(lines, async (text) => {
        const options = { skip_empty_lines: true, relax_column_count: true } as const;
        let expected: readonly (readonly string[])[];
        try {
          expected = parse(text, options);
        } catch {
          fc.pre(false);
        }
        fc.pre(expected.every((row) => row.length === HEADER.length));
        const rows = await rowsIn(text);
        fc.pre(!rows.some(({ problem }) => problem?.includes('looks like rows of its own')));
        expect(good(rows)).toEqual(filled(expected));
        expect(rows.filter(({ problem }) => problem !== undefined)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('lose no row but the broken one when a quote is not closed', async () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.constantFrom('Lea', '"Weiß, Lea"', '"a ""b"" c"', 'd'));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), fc.nat(), pieceSize, async (rows, nat, size) => {
        const lines = rows.map(([number, name], index) => `p${index},u${number},${name}`);
        const broken = nat % lines.length;
        const text = lines.map((line, index) => (index === broken ? `p${index},"u${index},x` : line)).join('\n');
        const read = await rowsIn(text, size);
        const ids = good(read).map(([id]) => id);
        expect(ids).toEqual(lines.flatMap((_, index) => (index === broken ? [] : [`p${index}`])));
        expect(read.filter(({ problem }) => problem !== undefined).map(({ line }) => line)).toEqual([broken + 1]);
      }),
    );
  });

  it('tell the line of their first physical line', async () => {
    const rows = await rowsIn('1,"a\nb\nc",x\n\n2,b,\n3,"\n",y\n4,z\n');
    expect(rows.map(({ line, fields }) => [line, fields[0]])).toEqual([
      [1, '1'],
      [5, '2'],
      [6, '3'],
      [8, undefined],
    ]);
  });

  it('are found again after rows that two misplaced quotes had taken between them', async () => {
    const rows = await rowsIn('1,"a,x\n2,b,y\n3,c",z\n4,d,\n');
    expect(good(rows).map(([id]) => id)).toEqual(['2', '4']);
    expect(rows.map(({ line, problem }) => [line, problem !== undefined])).toEqual([
      [1, true],
      [2, false],
      [3, true],
      [4, false],
    ]);
  });

  it('keep values of several lines that happen to have commas', async () => {
    const letter = 'Dear all, dear Lea,\nwe sell, advise, and help\nyours, truly, Anna';
    expect(good(await rowsIn(`1,u1,${quote(letter)}\n2,u2,x\n`))).toEqual([
      ['1', 'u1', letter],
      ['2', 'u2', 'x'],
    ]);
  });

  it('are rejected when a value is too long, and the next ones are read', async () => {
    const long = 'x'.repeat(1024 * 1024 + 1);
    const rows = await rowsIn(`1,${long},a\n2,"${long}",b\n3,u3,c\n`, 50_000);
    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
      [1, expect.stringContaining('field 2 (userName) is longer than 1 MiB')],
      [2, expect.stringContaining('field 2 (userName) is longer than 1 MiB')],
      [3, undefined],
    ]);
  });

  it('go on after a line without an end in sight, of which only the beginning is kept', async () => {
    const rows = await rowsIn(`1,${'x'.repeat(LONGEST + 500_000)}\n2,b,c\n`, 100_000);
    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
      [1, 'the line is longer than 4 MiB'],
      [2, undefined],
    ]);
    expect(rows[0]?.raw.length).toBe(LONGEST + 1);
  });

  it('go on after a quote that would take megabytes of rows', async () => {
    const others = Array.from({ length: 60_000 }, (_, index) => `${index},user${index}@example.com,Engineer`);
    const rows = await rowsIn(`broken,"a,b\n${others.join('\n')}\n`, 64 * 1024);
    expect(rows[0]?.problem).toContain('field 2 (userName) opens a quote that is not closed within 1 MiB');
    expect(good(rows).length).toBe(others.length);
  });
});
