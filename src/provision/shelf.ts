/** The staged tables: what of the directory can be used in this run. */
import type { StatementSync } from 'node:sqlite';
import {
  type GroupRecord,
  type MembershipRecord,
  type PersonRecord,
  type Reject,
  reject,
  type Warning,
  type Where,
} from '../directory/record.ts';
import type { Json } from '../scim/json.ts';
import type { Mapped } from './mapping.ts';
import { STAGED_INDEXES } from './schema.ts';
import type { State } from './state.ts';

export interface Shelf {
  putPerson(record: PersonRecord, user: Mapped, member: Mapped): undefined;
  putGroup(record: GroupRecord, group: Mapped, bound: boolean): undefined;
  putMember(record: MembershipRecord): undefined;
  /** Remembers the words of a row that cannot be read: whoever is named there is not taken for a leaver. */
  noteUnreadable(rejected: Reject): void;
  /** Somebody who is in the directory although the row cannot be used. */
  noteThere(id: string): void;
  /** After the last row: takes out, and tells, what stands twice, and memberships of nobody. */
  sortOut(): Iterable<Reject>;
  /** After that: takes out, and tells, references to nobody; whoever has them is sent without. */
  loosen(): Iterable<Warning>;
  counts(): { people: number; groups: number; memberships: number };
  commit(): void;
}

/** The directory's own word, or that of the mapping when it decides. */
const isActive = ({ attributes }: PersonRecord, { params }: Mapped): boolean => {
  const value: Json | undefined = params.active ?? attributes.active;
  return typeof value === 'string' ? value.toLowerCase() !== 'false' : value !== false;
};

const nameOf = (value: Json | undefined, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** An id of a person stands in a rejected row as a cell, or as a value of JSON. */
const WORD = /[^\s,;|"{}[\]:\t]+(?: [^\s,;|"{}[\]:\t]+)*/g;
const wordsOf = (row: string): string[] => [...new Set(row.match(WORD) ?? [])];

export const createShelf = (state: State): Shelf => {
  const files = fileNumbers(state);
  const insertPerson = state.prepare(
    `INSERT INTO staged.person (id, name, name_key, params, refs, member, active, file, line)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertGroup = state.prepare(
    'INSERT INTO staged.team (id, name, params, bound, file, line) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertMember = state.prepare('INSERT INTO staged.member (group_id, member_id, file, line) VALUES (?, ?, ?, ?)');
  const insertWord = state.prepare('INSERT INTO staged.rejected_word (word) VALUES (?) ON CONFLICT DO NOTHING');
  const place = (row: Row): Where => ({ file: files.name(Number(row.file)), line: Number(row.line) });
  const noteThere = (word: string): void => {
    state.begin();
    insertWord.run(word);
  };
  return {
    putPerson(record, user, member) {
      state.begin();
      const name = nameOf(user.params.userName, nameOf(record.attributes.userName, record.id));
      insertPerson.run(
        record.id,
        name,
        name.toLowerCase(),
        JSON.stringify(user.params),
        user.refs === undefined ? null : JSON.stringify(user.refs),
        Object.keys(member.params).length === 0 ? null : JSON.stringify(member.params),
        isActive(record, user) ? 1 : 0,
        files.number(record.at.file),
        record.at.line,
      );
    },
    putGroup({ id, displayName, at }, group, bound) {
      state.begin();
      const name = nameOf(group.params.displayName, displayName);
      insertGroup.run(id, name, JSON.stringify(group.params), bound ? 1 : 0, files.number(at.file), at.line);
    },
    putMember({ group, member, at }) {
      state.begin();
      insertMember.run(group, member, files.number(at.file), at.line);
    },
    noteUnreadable(entry) {
      for (const word of wordsOf(entry.row)) noteThere(word);
    },
    noteThere,
    *sortOut() {
      state.exec(STAGED_INDEXES);
      yield* twice(state, 'person', 'id', 'the id', place);
      for (const rejected of twice(state, 'person', 'name_key', 'the userName', place, noteThere)) yield rejected;
      yield* twice(state, 'team', 'id', 'the id', place);
      dropRepeatedMembers(state);
      yield* danglingMembers(state, place);
    },
    *loosen() {
      yield* danglingReferences(state, place);
    },
    counts() {
      const count = (table: string): number =>
        Number(state.prepare(`SELECT count(*) AS n FROM staged.${table}`).get()?.n);
      return { people: count('person'), groups: count('team'), memberships: count('member') };
    },
    commit: state.commit,
  };
};

type Row = Readonly<Record<string, unknown>>;
type PlaceOf = (row: Row) => Where;

/** Files by number, so that a million rows do not repeat a path. */
const fileNumbers = (state: State) => {
  const insert = state.prepare('INSERT INTO staged.file (id, name) VALUES (?, ?)');
  const names: string[] = [];
  const numbers = new Map<string, number>();
  return {
    number(file: string): number {
      const known = numbers.get(file);
      if (known !== undefined) return known;
      names.push(file);
      numbers.set(file, names.length - 1);
      insert.run(names.length - 1, file);
      return names.length - 1;
    },
    name: (number: number): string => names[number] ?? '',
  };
};

const PAGE = 1000;

/** Read page by page, so that no statement is open while rows are changed; what was told is gone from the next page. */
function* pages(find: StatementSync, ...values: readonly (string | number)[]): Generator<Row> {
  for (let rows = find.all(...values); rows.length > 0; rows = find.all(...values)) yield* rows;
}

/** The first row with an id, or a userName, is the one that counts. */
function* twice(
  state: State,
  table: 'person' | 'team',
  column: 'id' | 'name_key',
  what: string,
  place: PlaceOf,
  noteThere?: (id: string) => void,
): Generator<Reject> {
  const find = state.prepare(`
    SELECT r.seq, r.id, r.name, r.params, r.file, r.line, first.file AS first_file, first.line AS first_line
    FROM (SELECT ${column} AS value, min(seq) AS seq FROM staged.${table} GROUP BY ${column} HAVING count(*) > 1 LIMIT ${PAGE}) double
    JOIN staged.${table} r ON r.${column} = double.value AND r.seq > double.seq
    JOIN staged.${table} first ON first.seq = double.seq ORDER BY r.seq`);
  const remove = state.prepare(`DELETE FROM staged.${table} WHERE seq = ?`);
  for (const row of pages(find)) {
    const first = place({ file: row.first_file, line: row.first_line });
    const value = JSON.stringify(column === 'id' ? row.id : row.name);
    const shown = `{"id":${JSON.stringify(row.id)},"name":${JSON.stringify(row.name)}}`;
    const kind = table === 'person' ? 'person' : 'group';
    yield reject(kind, `${what} ${value} stands already at ${first.file}:${first.line}`, place(row), shown);
    state.begin();
    remove.run(Number(row.seq));
    noteThere?.(String(row.id));
  }
}

/** The same membership twice says nothing wrong. */
const dropRepeatedMembers = (state: State): void => {
  state.begin();
  state.exec(`
    DELETE FROM staged.member WHERE seq IN (
      SELECT m.seq FROM staged.member m
      JOIN (SELECT group_id, member_id, min(seq) AS first FROM staged.member GROUP BY group_id, member_id HAVING count(*) > 1) d
      ON d.group_id = m.group_id AND d.member_id = m.member_id AND m.seq > d.first)`);
};

function* danglingMembers(state: State, place: PlaceOf): Generator<Reject> {
  const find = state.prepare(`
    SELECT m.seq, m.group_id, m.member_id, m.file, m.line,
      NOT EXISTS (SELECT 1 FROM staged.team g WHERE g.id = m.group_id) AS no_group
    FROM staged.member m
    WHERE no_group OR NOT EXISTS (SELECT 1 FROM staged.person p WHERE p.id = m.member_id)
    ORDER BY m.seq LIMIT ${PAGE}`);
  const remove = state.prepare('DELETE FROM staged.member WHERE seq = ?');
  for (const row of pages(find)) {
    const [group, member] = [String(row.group_id), String(row.member_id)];
    const what =
      row.no_group === 1
        ? `no group with the id ${JSON.stringify(group)}`
        : `nobody with the id ${JSON.stringify(member)}`;
    yield reject('membership', `there is ${what}`, place(row), `${group},${member}`);
    state.begin();
    remove.run(Number(row.seq));
  }
}

/** Whoever is linked from an earlier run and stands in a row that cannot be read today may be referred to. */
function* danglingReferences(state: State, place: PlaceOf): Generator<Warning> {
  const find = state.prepare(`
    SELECT p.seq, p.name, p.file, p.line, r.key, r.value FROM staged.person p, json_each(p.refs) r
    WHERE p.refs IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM staged.person other WHERE other.id = r.value)
      AND NOT EXISTS (SELECT 1 FROM link l JOIN staged.rejected_word w ON w.word = l.id WHERE l.resource = 'user' AND l.id = r.value)
    ORDER BY p.seq LIMIT ${PAGE}`);
  const remove = state.prepare(
    "UPDATE staged.person SET refs = nullif(json_remove(refs, '$.' || json_quote(?)), '{}') WHERE seq = ?",
  );
  for (const row of pages(find)) {
    const parameter = String(row.key);
    const message = `${parameter} ${JSON.stringify(row.value)} is nobody in the directory: ${row.name} is sent without`;
    yield { message, at: place(row) };
    state.begin();
    remove.run(parameter, Number(row.seq));
  }
}
