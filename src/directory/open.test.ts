import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileProblem } from './file.ts';
import { type DirectoryOptions, openDirectory } from './open.ts';
import { DirectoryProblem } from './problem.ts';
import { type DirectoryRecord, isReject, type Reject } from './record.ts';
import { collect } from './text-file.testing.ts';

const COMPANY = join(import.meta.dirname, '../../fixtures/directories/company');
const company = (extension: string): DirectoryOptions & { groups: string; memberships: string } => ({
  people: join(COMPANY, `people.${extension}`),
  groups: join(COMPANY, `groups.${extension}`),
  memberships: join(COMPANY, `memberships.${extension}`),
});

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'scimulate-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

const written = async (name: string, text: string): Promise<string> => {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, text);
  return path;
};

const withoutPlace = (entry: DirectoryRecord | Reject): unknown => ({ ...entry, at: undefined });

const problemOf = async (options: DirectoryOptions): Promise<DirectoryProblem> => {
  const error = await openDirectory(options).catch((thrown: unknown) => thrown);
  if (error instanceof DirectoryProblem) return error;
  throw new Error('it was opened', { cause: error });
};

describe('the company in the fixtures', () => {
  it('has sixty people, eight groups and their members, and nothing that is not right', async () => {
    const directory = await openDirectory(company('csv'));
    const people = (await collect(directory.people())).flatMap((entry) => (isReject(entry) ? [] : [entry]));
    const groups = (await collect(directory.groups())).flatMap((entry) => (isReject(entry) ? [] : [entry]));
    const memberships = (await collect(directory.memberships())).flatMap((entry) => (isReject(entry) ? [] : [entry]));
    expect([people.length, groups.length, memberships.length]).toEqual([60, 8, 123]);
    expect(directory.warnings).toEqual([]);
    const ids = new Set(people.map(({ id }) => id));
    expect(ids.size).toBe(60);
    expect(new Set(people.map(({ attributes }) => attributes.userName)).size).toBe(60);
    for (const { attributes } of people)
      if (attributes.manager !== undefined) expect(ids).toContain(attributes.manager);
    const groupIds = new Set(groups.map(({ id }) => id));
    for (const { group, member } of memberships) expect([groupIds.has(group), ids.has(member)]).toEqual([true, true]);
  });

  it('is the same in NDJSON, in JSON lists, and in one file with kinds', async () => {
    const expected = await openDirectory(company('csv'));
    const [people, groups, memberships] = await Promise.all([
      collect(expected.people()),
      collect(expected.groups()),
      collect(expected.memberships()),
    ]);
    const values = (entry: DirectoryRecord | Reject): object => {
      if (isReject(entry)) return entry;
      if (entry.kind === 'membership') return { group: entry.group, member: entry.member };
      return { id: entry.id, ...entry.attributes };
    };
    const lists = { people: people.map(values), groups: groups.map(values), memberships: memberships.map(values) };
    const lines = [people, groups, memberships]
      .flat()
      .map((entry) => JSON.stringify({ kind: entry.kind, ...values(entry) }));
    const others = [
      company('ndjson'),
      { people: await written('company.json', JSON.stringify(lists, null, 2)) },
      { people: await written('company.txt', lines.join('\n')) },
    ];
    for (const options of others) {
      const directory = await openDirectory(options);
      expect(directory).toMatchObject({ hasGroups: true, hasMemberships: true });
      expect((await collect(directory.people())).map(withoutPlace)).toEqual(people.map(withoutPlace));
      expect((await collect(directory.groups())).map(withoutPlace)).toEqual(groups.map(withoutPlace));
      const read = (await collect(directory.memberships())).map(withoutPlace);
      expect(read).toEqual(memberships.map(withoutPlace));
    }
  });
});

describe('a directory', () => {
  it('without files of groups and memberships says nothing of them', async () => {
    const directory = await openDirectory({ people: company('csv').people });
    expect(directory).toMatchObject({ hasGroups: false, hasMemberships: false });
    expect(await collect(directory.groups())).toEqual([]);
    expect(await collect(directory.memberships())).toEqual([]);
  });

  it('tells in one line where everything comes from', async () => {
    const folder = await temporaryFolder();
    await copyFile(company('csv').people, join(folder, 'people.csv'));
    await writeFile(join(folder, 'groups'), '{"id":"g1","displayName":"Sales"}\n');
    const directory = await openDirectory({ people: join(folder, 'people.csv'), groups: join(folder, 'groups') });
    expect(directory.describe().replaceAll(`${folder}/`, '')).toBe(
      'people from people.csv (CSV in UTF-8 with commas), groups from groups (NDJSON in UTF-8)',
    );
  });

  it('tells of rows of no kind once, also when the file is named twice', async () => {
    const path = await written(
      'all.csv',
      'kind,id,userName,displayName\nperson,p1,anna,\nrobot,r1,,\ngroup,g1,,Sales\n',
    );
    const directory = await openDirectory({ people: path, groups: path });
    const entries = [...(await collect(directory.people())), ...(await collect(directory.groups()))];
    expect(entries.filter(isReject).map(({ at }) => at.line)).toEqual([3]);
  });

  it('of one file says nothing of kinds that are not in it', async () => {
    const path = await written('all.ndjson', '{"kind":"person","id":"p1","userName":"anna"}\n{"kind":"robot"}\n');
    const directory = await openDirectory({ people: path });
    expect(directory).toMatchObject({ hasGroups: false, hasMemberships: false });
    expect(await collect(directory.people())).toMatchObject([{ id: 'p1' }, { at: { line: 2 } }]);
  });

  it('with groups only has no people', async () => {
    const path = await written('all.csv', 'kind,id,displayName\ngroup,g1,Sales\n');
    expect((await problemOf({ people: path })).message).toContain('there are no people in this file');
  });

  it('may have people in one file and everything else in another', async () => {
    const lines = [
      '{"kind":"group","id":"g1","displayName":"Sales"}',
      'nonsense',
      '{"kind":"membership","group":"g1","member":"p01"}',
    ];
    const rest = await written('rest.ndjson', lines.join('\n'));
    for (const memberships of [{}, { memberships: rest }]) {
      const directory = await openDirectory({ people: company('csv').people, groups: rest, ...memberships });
      expect(await collect(directory.groups())).toMatchObject([{ id: 'g1' }, { at: { line: 2 } }]);
      expect(await collect(directory.memberships())).toMatchObject([{ group: 'g1', member: 'p01' }]);
    }
  });
});

describe('a file that cannot be read', () => {
  it('is not there', async () => {
    const problem = await problemOf({ people: 'no/such/people.csv' });
    expect(problem).toMatchObject({
      message: 'no/such/people.csv: there is no such file',
      hint: expect.stringContaining('path'),
    });
  });

  it('is a folder', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'people'));
    expect(await problemOf({ people: join(folder, 'people') })).toMatchObject({
      message: expect.stringContaining('it is a folder, not a file'),
      hint: expect.stringContaining('one file each'),
    });
  });

  it('is a link to itself', async () => {
    const path = join(await temporaryFolder(), 'people.csv');
    await symlink(path, path);
    expect((await problemOf({ people: path })).message).toContain('a link that leads to itself');
  });

  it('is no file at all', async () => {
    expect((await problemOf({ people: '/dev/null' })).message).toContain('it is no regular file');
    expect((await problemOf({ people: '' })).message).toContain('the name of a file is empty');
  });

  it('is of groups, when there are people', async () => {
    expect((await problemOf({ ...company('csv'), groups: 'nowhere.csv' })).message).toContain(
      'nowhere.csv: there is no',
    );
  });

  it.each([
    ['EACCES', 'there is no permission to read it', 'Change its permissions'],
    ['EMFILE', 'too many files are open', 'ulimit'],
    ['EIO', 'it cannot be read (EIO)', undefined],
  ])('is told in words: %s', (code, message, hint) => {
    const told = fileProblem('people.csv', Object.assign(new Error('x'), { code }));
    expect(told).toMatchObject({ message: `people.csv: ${message}` });
    if (hint !== undefined) expect(told).toMatchObject({ hint: expect.stringContaining(hint) });
  });

  it('leaves errors that are not from the file as they are', () => {
    const error = new Error('a mistake of ours');
    expect(fileProblem('people.csv', error)).toBe(error);
  });

  it('has no name that a terminal would obey', async () => {
    expect((await problemOf({ people: 'a\u001b[31m.csv' })).message).not.toContain('\u001b');
  });
});

describe('a source of another kind', () => {
  it('is no format that there is', async () => {
    // @ts-expect-error what comes from a command line
    expect(await problemOf({ people: 'x', format: 'xml' })).toMatchObject({
      hint: 'The formats are csv, ndjson, json and scim.',
    });
  });

  it('needs a client when it is a server', async () => {
    const problem = await problemOf({ people: 'https://old.example.com/scim/v2' });
    expect(problem.message).toContain('nothing says how to speak to it');
  });

  it('brings its own groups', async () => {
    const problem = await problemOf({ ...company('csv'), people: 'https://old.example.com/scim/v2' });
    expect(problem.hint).toContain('read from the same server');
  });

  it('is what the caller says it is', async () => {
    const path = await written('people.txt', '[{"id":"p1","userName":"anna"}]');
    const directory = await openDirectory({ people: path, format: 'ndjson' });
    expect(await collect(directory.people())).toMatchObject([{ reason: 'it is no JSON object' }]);
  });
});
