import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Json } from '../scim/json.ts';
import { openDirectory } from './open.ts';
import { isReject, type PersonRecord, type Reject } from './record.ts';
import { openRejects, writeRejects } from './rejects.ts';
import { collect, inChunks } from './text-file.testing.ts';
import { openWriter, type WriterOptions, type Written } from './write.ts';

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'scimulate-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

const at = { file: 'x', line: 1 };
const person = (id: string, attributes: Record<string, Json>): PersonRecord => ({ kind: 'person', id, attributes, at });

const writeAll = async (options: WriterOptions, records: readonly PersonRecord[]): Promise<Written> => {
  const writer = await openWriter(options);
  for (const record of records) await writer.write(record);
  return writer.close();
};

const value = fc.string({
  unit: fc.constantFrom('a', 'Ø', '健', '"', ',', '\n', '\r\n', ' ', '=', "'", '\t'),
  minLength: 1,
  maxLength: 9,
});

const hasRows = (one: unknown): boolean => typeof one === 'string' && one.includes(',') && one.includes('\n');

describe('what is written', () => {
  it.each(['csv', 'ndjson'] as const)('is read again as it was: %s', async (format) => {
    const path = join(await temporaryFolder(), `people.${format}`);
    const record = fc.record(
      { userName: value, displayName: value, active: fc.boolean(), floor: value },
      { requiredKeys: ['userName'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, record), { minLength: 1, maxLength: 6 }), async (rows) => {
        // Values that look like rows of their own are given up for safety, see rows.test.ts.
        fc.pre(!rows.flatMap(([id, attributes]) => [id, ...Object.values(attributes)]).some(hasRows));
        const people = rows.map(([id, attributes]) => person(id, attributes));
        await writeAll({ path, kind: 'person', format, columns: ['floor'] }, people);
        const read = await collect((await openDirectory({ people: path, format })).people());
        expect(read.map((entry) => (isReject(entry) ? entry : person(entry.id, entry.attributes)))).toEqual(people);
      }),
      { numRuns: 60 },
    );
  });

  it('has one form', async () => {
    const path = join(await temporaryFolder(), 'people.csv');
    const written = await writeAll({ path, kind: 'person', format: 'csv', columns: ['status', 'phones'] }, [
      person('p1', {
        userName: 'siobhan',
        familyName: "O'Brien",
        displayName: 'S. "Bhán", O\'B',
        active: false,
        status: 'New',
      }),
      person('p2', {
        userName: '=1+1',
        title: '@SUM(A1)',
        phones: [{ value: '+1 555 0100' }],
        email: '-5',
        nickName: 'x',
      }),
    ]);
    expect(await readFile(path, 'utf8')).toBe(
      [
        'id,userName,givenName,familyName,displayName,email,active,title,department,manager,status,phones',
        `p1,siobhan,,O'Brien,"S. ""Bhán"", O'B",,false,,,,New,`,
        'p2,=1+1,,,,-5,,@SUM(A1),,,,"[{""value"":""+1 555 0100""}]"',
        '',
      ].join('\n'),
    );
    expect(written).toEqual({ records: 2, leftOut: ['nickName'], formulas: 2 });
  });

  it('appears whole or not at all', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'groups.csv');
    await writeFile(path, 'what was there\n');
    const writer = await openWriter({ path, kind: 'group', format: 'csv' });
    await writer.write({ kind: 'group', id: 'g1', displayName: 'Sales', attributes: { displayName: 'Sales' }, at });
    expect(await readFile(path, 'utf8')).toBe('what was there\n');
    await writer.discard();
    expect(await readdir(folder)).toEqual(['groups.csv']);
    expect(await readFile(path, 'utf8')).toBe('what was there\n');
  });

  it('goes to where a link points', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'real.csv'), '');
    await symlink(join(folder, 'real.csv'), join(folder, 'link.csv'));
    const writer = await openWriter({ path: join(folder, 'link.csv'), kind: 'membership', format: 'csv' });
    await writer.write({ kind: 'membership', group: 'g1', member: 'p1', at });
    await writer.close();
    expect(await readFile(join(folder, 'real.csv'), 'utf8')).toBe('group,member\ng1,p1\n');
  });

  it('needs a folder', async () => {
    const path = join(await temporaryFolder(), 'no/people.csv');
    await expect(openWriter({ path, kind: 'person', format: 'csv' })).rejects.toMatchObject({
      name: 'DirectoryProblem',
      message: `${path}: there is no such folder`,
    });
  });

  it('is of one kind', async () => {
    const path = join(await temporaryFolder(), 'groups.csv');
    const writer = await openWriter({ path, kind: 'group', format: 'csv' });
    await expect(writer.write(person('p1', { userName: 'anna' }))).rejects.toThrow('a person in a file of kind group');
    await writer.discard();
  });
});

describe('the file of rejects', () => {
  const reject: Reject = {
    kind: 'person',
    reason: 'too few fields, 2 of 3',
    at: { file: 'people.csv', line: 7 },
    row: 'p1,"a\nb"',
  };

  it('has the place, the reason and the row', async () => {
    const path = join(await temporaryFolder(), 'rejects.csv');
    expect(await writeRejects(path, [reject, { ...reject, at: { file: 'people.csv', line: 9 }, row: '' }])).toBe(2);
    expect(await readFile(path, 'utf8')).toBe(
      'file,line,reason,row\npeople.csv,7,"too few fields, 2 of 3","p1,""a\nb"""\npeople.csv,9,"too few fields, 2 of 3",\n',
    );
  });

  it('has a header only when nothing was rejected', async () => {
    const path = join(await temporaryFolder(), 'rejects.csv');
    expect(await (await openRejects(path)).close()).toBe(0);
    expect(await readFile(path, 'utf8')).toBe('file,line,reason,row\n');
  });

  it('is not there when the rejects cannot be read to their end', async () => {
    const folder = await temporaryFolder();
    const failing = async function* (): AsyncGenerator<Reject> {
      yield* inChunks([reject]);
      throw new Error('gone');
    };
    await expect(writeRejects(join(folder, 'rejects.csv'), failing())).rejects.toThrow('gone');
    expect(await readdir(folder)).toEqual([]);
  });
});
