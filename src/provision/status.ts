/** What a state file knows: links, failures, what is pending. Reads beside a run that goes on. */
import type { DatabaseSync } from 'node:sqlite';
import type { Failure, ProvisionSummary, StatusDocument, Stop, Unresolved } from './events.ts';
import { readEntry } from './journal.ts';
import { holderOf } from './lease.ts';
import type { StatusOptions } from './options.ts';
import { readQuarantine } from './quarantine.ts';
import { readState } from './state.ts';

const LIMIT = 100;

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** @throws ProvisionProblem when there is no such state file */
export const status = ({ state, limit = LIMIT, now = Date.now }: StatusOptions): StatusDocument => {
  const { database, identity } = readState(state);
  try {
    const running = holderOf(database);
    const last = lastRunOf(database);
    const quarantine = readQuarantine(database);
    return {
      version: 1,
      ...identity,
      links: linksOf(database),
      ...(last && { lastRun: last }),
      ...(running && { running: { pid: running.pid, since: iso(running.since) } }),
      failures: failuresOf(database, limit),
      failed: countOf(database, 'SELECT count(*) AS n FROM failure'),
      inEscrow: countOf(database, `SELECT count(*) AS n FROM failure WHERE next_try > ${Math.floor(now())}`),
      unresolved: unresolvedOf(database, limit),
      ...(quarantine && {
        quarantine: { since: iso(quarantine.since), because: quarantine.because, ...nextTry(quarantine.nextTry) },
      }),
    };
  } finally {
    database.close();
  }
};

const nextTry = (time: unknown): { nextTry?: string } =>
  typeof time === 'number' && time !== Number.MAX_SAFE_INTEGER ? { nextTry: iso(time) } : {};

const countOf = (database: DatabaseSync, sql: string): number => Number(database.prepare(sql).get()?.n);

/** Those that a run has not put in their places yet count like the others. */
const LINKS = `(SELECT resource, id, active FROM link
  WHERE NOT EXISTS (SELECT 1 FROM landed n WHERE n.resource = link.resource AND n.id = link.id)
  UNION SELECT resource, id, active FROM landed GROUP BY resource, id HAVING seq = max(seq))`;

const linksOf = (database: DatabaseSync): StatusDocument['links'] => ({
  users: countOf(database, `SELECT count(*) AS n FROM ${LINKS} WHERE resource = 'user'`),
  active: countOf(database, `SELECT count(*) AS n FROM ${LINKS} WHERE resource = 'user' AND active = 1`),
  groups: countOf(database, `SELECT count(*) AS n FROM ${LINKS} WHERE resource = 'group'`),
  memberships: countOf(database, "SELECT count(*) AS n FROM membership WHERE member_id <> ''"),
});

const lastRunOf = (database: DatabaseSync): StatusDocument['lastRun'] => {
  const row = database.prepare('SELECT started, finished, summary, stopped FROM run ORDER BY seq DESC LIMIT 1').get();
  if (row === undefined) return undefined;
  return {
    startedAt: iso(Number(row.started)),
    ...(typeof row.finished === 'number' && { finishedAt: iso(row.finished) }),
    ...(typeof row.summary === 'string' && { summary: JSON.parse(row.summary) as ProvisionSummary }),
    ...(typeof row.stopped === 'string' && { stopped: JSON.parse(row.stopped) as Stop }),
  };
};

const failuresOf = (database: DatabaseSync, limit: number): Failure[] =>
  database
    .prepare('SELECT * FROM failure ORDER BY since, resource, id LIMIT ?')
    .all(limit)
    .map((row) => ({
      resource: row.resource === 'group' ? 'group' : 'user',
      id: String(row.id),
      name: String(row.name),
      reason: row.next_try === Number.MAX_SAFE_INTEGER ? `given up: ${row.reason}` : String(row.reason),
      attempts: Number(row.attempts),
      since: iso(Number(row.since)),
      ...nextTry(row.next_try),
    }));

const unresolvedOf = (database: DatabaseSync, limit: number): Unresolved[] =>
  database
    .prepare('SELECT * FROM journal ORDER BY seq LIMIT ?')
    .all(limit)
    .map(readEntry)
    .map(({ resource, id, action, at }) => ({ resource, id, action, at: iso(at) }));
