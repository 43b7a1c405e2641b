import { describe, expect, it } from 'vitest';
import { openCsv } from './csv.ts';
import type { TextFile } from './file.ts';
import { GROUP, PERSON } from './reader.ts';
import { isReject } from './record.ts';
import { collect, inChunks, textFile } from './text-file.testing.ts';

/** A file of many rows that is made while it is read, and knows how far it has been made. */
const endlessly = (rows: number): { file: TextFile; made: () => number } => {
  let made = 0;
  async function* text(): AsyncGenerator<string> {
    made = 0;
    yield 'id,userName,givenName,manager,notes\n';
    while (made < rows) {
      const lines: string[] = [];
      for (let line = 0; line < 100 && made < rows; line++, made++) {
        const broken = made % 1000 === 999 ? ',"open' : '';
        const notes = made % 10 === 0 ? '"two\nlines, and ""quotes"""' : 'none';
        lines.push(`p${made},user${made}@example.com,Zoë,p${Math.floor(made / 10)},${notes}${broken}\n`);
      }
      yield lines.join('');
    }
  }
  return { file: { ...textFile('id'), text }, made: () => made };
};

describe('a CSV file', () => {
  it('of 200,000 rows is never held: no more than some hundred rows are read and not yet given', async () => {
    const { file, made } = endlessly(200_000);
    const source = await openCsv(file, 'person');
    let people = 0;
    let rejects = 0;
    let most = 0;
    for await (const entry of source.read(PERSON, true)) {
      if (isReject(entry)) rejects++;
      else people++;
      most = Math.max(most, made() - people - rejects);
    }
    expect({ people, rejects }).toEqual({ people: 199_800, rejects: 200 });
    expect(most).toBeLessThanOrEqual(300);
  });

  it('can be left in the middle and read again', async () => {
    const { file, made } = endlessly(200_000);
    const source = await openCsv(file, 'person');
    for (let round = 0; round < 2; round++) {
      for await (const entry of source.read(PERSON, true)) {
        expect(entry).toMatchObject({ id: 'p0', at: { line: 2 } });
        break;
      }
      expect(made()).toBeLessThanOrEqual(300);
    }
  });

  it('that is another one when it is read than when it was opened is a problem', async () => {
    const texts = ['id,userName,title\np1,anna@example.com,x\n', 'id,userName,email\np1,anna@example.com,x\n'];
    const file = { ...textFile(''), text: () => inChunks([texts.shift() ?? '']) };
    const source = await openCsv(file, 'person');
    await expect(collect(source.read(PERSON, true))).rejects.toThrow('was changed while it was being read');
  });

  it.each([1, 2, 3, 7, 1000])('has a header of several lines, in chunks of %d characters', async (size) => {
    const file = textFile('\n\n"id","user\nname","Cost\nCentre"\n\n"p1",anna,7\n', size);
    const source = await openCsv(file, 'person');
    expect(await collect(source.read(PERSON, true))).toEqual([
      {
        kind: 'person',
        id: 'p1',
        attributes: { userName: 'anna', 'Cost\nCentre': '7' },
        at: { file: 'people.csv', line: 7 },
      },
    ]);
  });

  it('has no thousands of columns', async () => {
    const file = textFile(`id,userName${',x'.repeat(100_000)}\n`);
    await expect(openCsv(file, 'person')).rejects.toThrow('the header has 100002 columns, more than the 1000');
  });

  it('whose columns are called like members of every object has ordinary attributes', async () => {
    const file = textFile('id,userName,constructor,toString,hasOwnProperty\np1,anna,a,b,c\n');
    const [entry] = await collect((await openCsv(file, 'person')).read(PERSON, true));
    expect(entry).toMatchObject({ attributes: { constructor: 'a', toString: 'b', hasOwnProperty: 'c' } });
  });

  it('with a kind column says once that a row is of no kind', async () => {
    const file = textFile('kind,id,userName,displayName\nperson,p1,anna,\nrobot,r1,,\nperson\ngroup,g1,,Sales\n');
    const source = await openCsv(file, 'person');
    expect(source.kinds).toEqual(['person', 'group']);
    expect((await collect(source.read(PERSON, true))).map(({ at }) => at.line)).toEqual([2, 3, 4]);
    expect((await collect(source.read(GROUP, false))).map(({ at }) => at.line)).toEqual([5]);
  });
});
