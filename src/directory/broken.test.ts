import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDirectory } from './open.ts';
import { DirectoryProblem } from './problem.ts';
import { type Directory, type DirectoryRecord, isReject, type Reject, type Where } from './record.ts';

/**
 * Files with something wrong or odd in them: `name.csv` with what becomes of it in `name.csv.txt`.
 * After a change that is meant: UPDATE_FIXTURES=1 npx vitest run src/directory/broken.test.ts, then read the difference.
 */
const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'fixtures/directories/broken');
const COMPANY = relative(process.cwd(), join(ROOT, 'fixtures/directories/company/people.csv'));
const UPDATE = process.env.UPDATE_FIXTURES !== undefined;

const NAMES = readdirSync(FOLDER).filter((name) => !name.endsWith('.txt'));

const lineOf = (at: Where | undefined): string => (at === undefined ? '' : `line ${at.line}: `);

const printEntry = (entry: DirectoryRecord | Reject): string => {
  if (isReject(entry)) return `${lineOf(entry.at)}no ${entry.kind}: ${entry.reason}\n  ${JSON.stringify(entry.row)}`;
  const { kind, at, ...values } = entry;
  return `${lineOf(at)}${kind} ${JSON.stringify(values)}`;
};

const readAll = async (entries: AsyncIterable<DirectoryRecord | Reject>): Promise<readonly string[]> => {
  const printed: string[] = [];
  for await (const entry of entries) printed.push(printEntry(entry));
  return printed;
};

/** The file is of people, unless its name says otherwise; then the people are the company's. */
const openNamed = (name: string): Promise<Directory> => {
  const path = relative(process.cwd(), join(FOLDER, name));
  if (name.startsWith('groups-')) return openDirectory({ people: COMPANY, groups: path });
  if (name.startsWith('memberships-')) return openDirectory({ people: COMPANY, memberships: path });
  return openDirectory({ people: path });
};

const withoutFolder = (text: string): string => text.replaceAll(`${relative(process.cwd(), FOLDER)}/`, '');

const told = async (name: string): Promise<string> => {
  try {
    const directory = await openNamed(name);
    const ownPeople = !/^(groups|memberships)-/.test(name);
    return [
      withoutFolder(directory.describe().replace(COMPANY, 'the company')),
      ...directory.warnings.map(({ message, at, hint }) => `warning: ${lineOf(at)}${message}\n  ${hint}`),
      ...(ownPeople ? await readAll(directory.people()) : []),
      ...(await readAll(directory.groups())),
      ...(await readAll(directory.memberships())),
    ].join('\n');
  } catch (error) {
    if (!(error instanceof DirectoryProblem)) throw error;
    return withoutFolder(`problem: ${error.message}\n  ${error.hint}`);
  }
};

describe('what becomes of', () => {
  it.each(NAMES)('%s', async (name) => {
    const text = `${await told(name)}\n`;
    const expected = join(FOLDER, `${name}.txt`);
    if (UPDATE) await writeFile(expected, text);
    expect(text).toBe(await readFile(expected, 'utf8'));
  });
});
