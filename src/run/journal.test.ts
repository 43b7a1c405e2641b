import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JournalLine, openJournal, pendingOf, unfinishedJournals } from './journal.ts';

const run = (name: string, process = 0): JournalLine => ({
  ...{ type: 'run', run: name, target: 'https://example.com/scim', at: '2026-11-24T00:00:00Z' },
  process,
});
const create = (number: number): JournalLine => ({
  ...{ type: 'create', run: 's1', number, case: 'a/b', tag: 's1c1', method: 'POST', url: '/Users' },
  searches: [{ path: '/Users', attribute: 'userName', value: `u${number}.s1c1` }],
});
const created = (number: number, url: string): JournalLine => ({ type: 'created', run: 's1', number, url });
const settled = (number: number): JournalLine => ({ type: 'settled', run: 's1', number });
const removed = (url: string): JournalLine => ({ type: 'removed', run: 's1', url });

describe('pendingOf', () => {
  test('nothing, when all that was made was removed', () => {
    expect(pendingOf([run('s1'), create(1), created(1, '/Users/1'), settled(1), removed('/Users/1')])).toEqual([]);
  });

  test('what was made and not removed, and what was asked for without an answer', () => {
    const [pending] = pendingOf([run('s1'), create(1), created(1, '/Users/1'), settled(1), create(2)]);
    expect(pending).toMatchObject({ run: 's1', target: 'https://example.com/scim', urls: ['/Users/1'] });
    expect(pending?.unknown).toMatchObject([{ number: 2, tag: 's1c1' }]);
  });

  test('runs are kept apart', () => {
    expect(pendingOf([run('s1'), run('s2'), create(1)]).map((pending) => pending.run)).toEqual(['s1']);
  });
});

describe('a journal file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scimulate-journal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('appears with the first line and goes when nothing is pending', () => {
    const journal = openJournal(join(folder, 'state'));
    expect(readdirSync(join(folder, 'state'))).toEqual([]);
    for (const line of [run('s1'), create(1), created(1, '/Users/1'), settled(1)]) journal.write(line);
    expect(unfinishedJournals(join(folder, 'state'))).toHaveLength(1);
    journal.write(removed('/Users/1'));
    journal.close();
    expect(existsSync(journal.file)).toBe(false);
  });

  test('is found again after a crash, even one in the middle of a line', () => {
    const journal = openJournal(folder);
    for (const line of [run('s1'), create(1)]) journal.write(line);
    appendFileSync(journal.file, '{"type":"created","run":"s1","num');
    const [found] = unfinishedJournals(folder);
    expect(pendingOf(found?.lines() ?? [])).toMatchObject([{ urls: [], unknown: [{ number: 1 }] }]);
    found?.write(settled(1));
    found?.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of a run that still goes on is left alone', () => {
    const journal = openJournal(folder);
    for (const line of [run('s1', process.ppid), create(1)]) journal.write(line);
    expect(unfinishedJournals(folder)).toEqual([]);
  });

  test('of a folder that does not exist: none', () => {
    expect(unfinishedJournals(join(folder, 'missing'))).toEqual([]);
  });

  test('that goes between the listing and the reading is left out, and the others are found', () => {
    for (const line of [run('s1'), create(1)]) openJournal(folder).write(line);
    const journal = openJournal(folder);
    for (const line of [run('s1'), create(1)]) journal.write(line);
    symlinkSync(join(folder, 'gone'), join(folder, 'journal-0.ndjson'));
    expect(unfinishedJournals(folder).map(({ file }) => file)).toEqual([journal.file]);
  });

  test('that cannot be read is told, and so is a folder that is none', () => {
    mkdirSync(join(folder, 'journal-0.ndjson'));
    expect(() => unfinishedJournals(folder)).toThrow(/EISDIR/);
    writeFileSync(join(folder, 'file'), '');
    expect(() => unfinishedJournals(join(folder, 'file'))).toThrow(/ENOTDIR/);
  });

  // Node's own recursive mkdir never comes back from there.
  test.runIf(process.platform === 'linux')('cannot be kept where there are no folders to be made', () => {
    expect(() => openJournal('/proc/scimulate/state')).toThrow(/ENOENT/);
    writeFileSync(join(folder, 'file'), '');
    expect(() => openJournal(join(folder, 'file'))).toThrow(/EEXIST/);
  });
});
