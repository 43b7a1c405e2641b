/** Who works with a state file: one run at a time, and a run that ended without a word is taken over. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { ProvisionProblem } from './options.ts';

/** A lease held on another host is believed for this long after its last sign of life. */
const SILENCE_MS = 120_000;

/** Tells a process from a later one that was given the same number; empty where the system does not say. */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

const isRunning = (pid: number, started: string): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const start = startOf(pid);
  return start === '' || started === '' || start === started;
};

interface LeaseRow {
  readonly pid: number;
  readonly started: string;
  readonly host: string;
  readonly token: string;
  readonly since: number;
  readonly beat: number;
}

const readLease = (database: DatabaseSync): LeaseRow | undefined => {
  const row = database.prepare('SELECT pid, started, host, token, since, beat FROM lease').get();
  if (row === undefined) return undefined;
  return {
    pid: Number(row.pid),
    started: String(row.started),
    host: String(row.host),
    token: String(row.token),
    since: Number(row.since),
    beat: Number(row.beat),
  };
};

/** The run that works with the file at this moment, if any. The clock is the system's: processes are alive in real time. */
export const holderOf = (database: DatabaseSync): { readonly pid: number; readonly since: number } | undefined => {
  const lease = readLease(database);
  if (lease === undefined) return undefined;
  const alive = lease.host === hostname() ? isRunning(lease.pid, lease.started) : Date.now() - lease.beat < SILENCE_MS;
  return alive ? { pid: lease.pid, since: lease.since } : undefined;
};

/** @throws ProvisionProblem while a run works with the file; asks for no lock, so that nobody has to wait to hear it */
export const refuseHeld = (database: DatabaseSync, file: string): void => {
  const holder = holderOf(database);
  if (holder === undefined) return;
  throw new ProvisionProblem(
    `another run (process ${holder.pid}, since ${new Date(holder.since).toISOString()}) is working with ${file}`,
    'Wait until it has ended, or end it; two runs at once would do everything twice. `provision status` shows how far it is.',
  );
};

export interface Lease {
  /** The process of a run that ended without giving it back. */
  readonly takenOver?: number;
  /** A sign of life, now and then; part of whatever transaction is open. */
  beat(): void;
  giveBack(): void;
}

/** @throws ProvisionProblem when another run has it */
export const takeLease = (database: DatabaseSync, file: string, now: () => number): Lease => {
  const token = randomUUID();
  database.exec('BEGIN IMMEDIATE');
  try {
    refuseHeld(database, file);
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
  const before = readLease(database);
  database
    .prepare('INSERT OR REPLACE INTO lease (one, pid, started, host, token, since, beat) VALUES (1, ?, ?, ?, ?, ?, ?)')
    .run(process.pid, startOf(process.pid), hostname(), token, now(), Date.now());
  database.exec('COMMIT');
  const beat = database.prepare('UPDATE lease SET beat = ? WHERE token = ?');
  const remove = database.prepare('DELETE FROM lease WHERE token = ?');
  return {
    ...(before && { takenOver: before.pid }),
    beat: () => void beat.run(Date.now(), token),
    giveBack: () => void remove.run(token),
  };
};
