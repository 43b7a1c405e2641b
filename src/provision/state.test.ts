import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { createJournal } from './journal.ts';
import { createLinks } from './links.ts';
import { openState, readState, type State } from './state.ts';

const IDENTITY = { target: 'https://example.com/scim/v2', idp: 'okta', mode: 'aiw' } as const;

const file = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'state-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'state.db');
};

/** As kill −9 leaves it: nothing is committed, given back or closed any more. */
const abandon = (path: string): void => {
  const database = new DatabaseSync(path);
  database.exec("UPDATE lease SET pid = 999999999, started = ''");
  database.close();
};

const link = (id: string, targetId: string, more: object = {}) => ({
  ...{
    id,
    targetId,
    name: `${id}@example.com`,
    sent: { userName: `${id}@example.com` },
    refs: {},
    refsOpen: false,
    active: true,
  },
  ...more,
});

const linksOf = (state: State) => createLinks(state, { run: 1 });

it('is for its owner only, and remembers whom it belongs to', () => {
  const path = file();
  openState(path, IDENTITY).close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(() => openState(path, { ...IDENTITY, mode: 'oin' })).toThrow(
    `the state file ${path} belongs to okta:aiw and https://example.com/scim/v2, not to okta:oin and https://example.com/scim/v2`,
  );
  expect(() => openState(path, { ...IDENTITY, target: 'https://example.org' })).toThrow('belongs to okta:aiw');
  openState(path, IDENTITY).close();
});

it('does not touch what is no state file', () => {
  const text = file();
  writeFileSync(
    text,
    'id,userName\n1,ana\nthis is a table of people and not a database at all, but long enough to be one\n'.repeat(20),
  );
  expect(() => openState(text, IDENTITY)).toThrow(/cannot be used: file is not a database/);
  const foreign = file();
  const database = new DatabaseSync(foreign);
  database.exec('CREATE TABLE something (else INTEGER)'.replace('else', 'other'));
  database.close();
  expect(() => openState(foreign, IDENTITY)).toThrow(/is a database of something else/);
  const newer = file();
  openState(newer, IDENTITY).close();
  const later = new DatabaseSync(newer);
  later.exec('PRAGMA user_version = 99');
  later.close();
  expect(() => openState(newer, IDENTITY)).toThrow(/written by a newer version/);
  expect(() => openState('/no/such/folder/state.db', IDENTITY)).toThrow(/cannot be used/);
});

it('is for one run at a time, and a run that ended without a word is taken over', () => {
  const path = file();
  const first = openState(path, IDENTITY);
  expect(() => openState(path, IDENTITY)).toThrow(/another run \(process \d+, since .*\) is working with/);
  first.begin();
  first.prepare("INSERT INTO meta VALUES ('committed', 'yes')").run();
  first.commit();
  abandon(path);
  const second = openState(path, IDENTITY);
  expect(second.takenOver).toBe(999999999);
  expect(second.prepare("SELECT value FROM meta WHERE name = 'committed'").get()?.value).toBe('yes');
  second.close();
  const third = openState(path, IDENTITY);
  expect(third.takenOver).toBeUndefined();
  third.close();
});

it('says at once that another run is working with it, also while that run has written and not yet committed', () => {
  const path = file();
  const first = openState(path, IDENTITY);
  first.begin();
  first.prepare("INSERT INTO meta VALUES ('open', 'yes')").run();
  const began = performance.now();
  expect(() => openState(path, IDENTITY)).toThrow(/another run \(process \d+, since .*\) is working with/);
  expect(performance.now() - began).toBeLessThan(500);
  // Whoever only looks is not held up, and writes nothing.
  const { database } = readState(path);
  expect(database.prepare("SELECT value FROM meta WHERE name = 'open'").get()).toBeUndefined();
  expect(() => database.exec("INSERT INTO meta VALUES ('looked', 'yes')")).toThrow(/readonly/);
  database.close();
  first.close();
  const again = openState(path, IDENTITY);
  expect(again.prepare("SELECT value FROM meta WHERE name = 'open'").get()?.value).toBe('yes');
  again.close();
});

it('says so when something else keeps it locked', () => {
  const path = file();
  openState(path, IDENTITY).close();
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  expect(() => openState(path, IDENTITY)).toThrow(`another process has locked the state file ${path}`);
  other.exec('ROLLBACK');
  other.close();
  openState(path, IDENTITY).close();
});

it('knows new links at once, in the table when they are flushed, and after a kill', () => {
  const path = file();
  const state = openState(path, IDENTITY);
  const links = linksOf(state);
  expect(links.put('user', link('p1', 't1'))).toBeUndefined();
  expect(links.put('user', link('p2', 't1'))).toMatchObject({ id: 'p1' });
  links.put('user', link('p3', 't3', { refs: { manager: 'p1' }, active: undefined, sent: undefined }));
  links.put('group', link('p1', 't1'));
  expect(links.byId('user', 'p1')).toMatchObject({
    targetId: 't1',
    sent: { userName: 'p1@example.com' },
    active: true,
  });
  expect(links.byTarget('user', 't3')?.id).toBe('p3');
  const count = () => Number(state.prepare('SELECT count(*) AS n FROM link').get()?.n);
  expect(count()).toBe(0);
  state.commit();
  abandon(path);
  const again = openState(path, IDENTITY);
  const known = linksOf(again);
  expect(known.byId('user', 'p1')).toMatchObject({ targetId: 't1', active: true, refs: {}, refsOpen: false });
  expect(known.byId('user', 'p3')).toEqual({
    id: 'p3',
    targetId: 't3',
    name: 'p3@example.com',
    refs: { manager: 'p1' },
    refsOpen: false,
    unbound: false,
  });
  expect(known.byId('group', 'p1')?.targetId).toBe('t1');
  // Now the table is asked.
  expect(known.put('user', link('p4', 't3'))).toMatchObject({ id: 'p3' });
  expect(known.put('user', link('p3', 't5', { refs: { manager: 'p1' } }))).toBeUndefined();
  known.doubt('user', 'p3', 'all');
  expect(known.byTarget('user', 't5')).toMatchObject({ id: 'p3' });
  expect(known.byTarget('user', 't5')?.sent).toBeUndefined();
  known.reopenRefs('p1');
  expect(known.byId('user', 'p3')?.refsOpen).toBe(true);
  known.markLeft('p3', 1000, false);
  expect(known.targetIdOf('user', 'p3')).toBeUndefined();
  known.move('p1', 't9');
  expect(known.targetIdOf('user', 'p1')).toBe('t9');
  known.remove('user', 'p1');
  expect(known.byId('user', 'p1')).toBeUndefined();
  again.close();
});

it('tells of a target that gives one id to two people, also when that comes out late', () => {
  const state = openState(file(), IDENTITY);
  const told: string[][] = [];
  const links = createLinks(state, { run: 1, onTaken: (...taken) => told.push(taken) });
  links.put('user', link('p1', 'same'));
  links.flush();
  // Of a state that was new nothing is asked.
  expect(links.put('user', link('p2', 'same'))).toBeUndefined();
  links.put('user', link('p3', 'other'));
  links.flush();
  expect(told).toEqual([['p2@example.com', 'same', 'p1']]);
  expect(links.byId('user', 'p2')).toBeUndefined();
  expect(links.byId('user', 'p3')?.targetId).toBe('other');
  state.close();
});

it('keeps a line of the journal until it is settled', () => {
  const path = file();
  const state = openState(path, IDENTITY);
  const journal = createJournal(state);
  const open = (id: string) =>
    journal.open({ resource: 'user', id, action: 'create', name: id, detail: { userName: id }, at: 5 });
  const lines = ['a', 'b', 'c'].map(open);
  state.commit();
  journal.settle(lines[1] ?? 0);
  state.commit();
  abandon(path);
  const again = openState(path, IDENTITY);
  const left = createJournal(again);
  expect(left.unsettled(10).map(({ id }) => id)).toEqual(['a', 'c']);
  expect(left.unsettled(1, lines[0])).toMatchObject([
    { seq: lines[2], resource: 'user', action: 'create', detail: { userName: 'c' }, at: 5 },
  ]);
  expect(left.count()).toBe(2);
  again.close();
});
