/** The file that remembers what was sent: who it belongs to, who works with it, and its transactions. */
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ProvisionProblem } from './options.ts';
import { SCHEMA_VERSION, STAGED_TABLES, TABLES } from './schema.ts';

/** Whom a state file belongs to. */
export interface Identity {
  /** The base URL. */
  readonly target: string;
  readonly idp: string;
  readonly mode: string;
}

export interface State {
  readonly file: string;
  readonly identity: Identity;
  /** What this run found when it began, for the user: a run before it was killed. */
  readonly takenOver?: string;
  prepare(sql: string): StatementSync;
  exec(sql: string): void;
  /** Begins a transaction if none is open. To be called before every write; many writes share one. */
  begin(): void;
  /** After this, kill −9 loses nothing that was written before. */
  commit(): void;
  /** Called before each commit, to write down what has been gathered for it. */
  onCommit(gather: () => void): void;
  /** Commits, gives the lease back and closes the file. */
  close(): void;
}

const WAIT_FOR_LOCK_MS = 5000;
/** A lease held on another host is believed for this long after its last sign of life. */
const SILENCE_MS = 120_000;
const BEAT_MS = 10_000;

/**
 * Opens the file for work, or makes it, and takes the lease on it.
 * Committed data outlives the process however it ends. After a loss of power the last commits may be missing (not the file):
 * what they held is then found out again by looking it up.
 * @throws ProvisionProblem when it belongs to somebody else, another run works with it, or it is no state file
 */
export const openState = (file: string, identity: Identity, now: () => number = Date.now): State => {
  const database = connect(file, { make: true });
  try {
    prepareFile(database, file, identity, now());
    const lease = takeLease(database, file, now);
    attachStaged(database, file);
    return workWith(
      database,
      { file, identity, ...(lease.takenOver !== undefined && { takenOver: lease.takenOver }) },
      lease,
    );
  } catch (error) {
    database.close();
    throw error;
  }
};

/**
 * Opens a file that somebody else may be working with, to read from it; the caller closes it.
 * @throws ProvisionProblem when there is no such file, or it is no state file
 */
export const readState = (file: string): { readonly database: DatabaseSync; readonly identity: Identity } => {
  const database = connect(file, { make: false });
  try {
    const identity = readIdentity(database, file);
    if (identity === undefined) throw new ProvisionProblem(`${file} is empty: nothing has been provisioned with it`);
    return { database, identity };
  } catch (error) {
    database.close();
    throw error;
  }
};

const connect = (file: string, { make }: { readonly make: boolean }): DatabaseSync => {
  if (!make && !existsSync(file)) {
    throw new ProvisionProblem(`there is no state file ${file}`, 'It is made by the first run of `apply` or `plan`.');
  }
  try {
    // It holds what a directory holds, so it is for its owner only.
    if (make) closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file, { timeout: WAIT_FOR_LOCK_MS, readOnly: false });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384;');
    return database;
  } catch (error) {
    throw unusable(file, error);
  }
};

const unusable = (file: string, error: unknown): ProvisionProblem => {
  const why = error instanceof Error ? error.message : String(error);
  const hint = /not a database/.test(why)
    ? 'Give the path of a file that was made by provisioning, or of one that does not exist yet.'
    : 'The file and its folder must be writable, and on a local disk.';
  return new ProvisionProblem(`the state file ${file} cannot be used: ${why}`, hint);
};

const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.user_version);

const readIdentity = (database: DatabaseSync, file: string): Identity | undefined => {
  const version = versionOf(database);
  if (version > SCHEMA_VERSION) {
    throw new ProvisionProblem(
      `the state file ${file} was written by a newer version of scimulate`,
      'Use that version, or another state file.',
    );
  }
  const foreign = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 1").get();
  if (version === 0) {
    if (foreign === undefined) return undefined;
    throw new ProvisionProblem(`${file} is a database of something else`, 'Give a file of its own with --state.');
  }
  const rows = database.prepare("SELECT name, value FROM meta WHERE name IN ('target', 'idp', 'mode')").all();
  const meta = new Map(rows.map(({ name, value }) => [name, String(value)]));
  return { target: meta.get('target') ?? '', idp: meta.get('idp') ?? '', mode: meta.get('mode') ?? '' };
};

const describe = ({ idp, mode, target }: Identity): string => `${idp}:${mode} and ${target}`;

const prepareFile = (database: DatabaseSync, file: string, identity: Identity, now: number): void => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const found = readIdentity(database, file);
    if (found === undefined) makeTables(database, identity, now);
    else if (describe(found) !== describe(identity)) {
      throw new ProvisionProblem(
        `the state file ${file} belongs to ${describe(found)}, not to ${describe(identity)}`,
        'A state file remembers one target, one identity provider and one mode: give another with --state.',
      );
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
};

const makeTables = (database: DatabaseSync, identity: Identity, now: number): void => {
  database.exec(TABLES);
  const insert = database.prepare('INSERT INTO meta (name, value) VALUES (?, ?)');
  for (const [name, value] of Object.entries({ ...identity, created: String(now) })) insert.run(name, value);
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
};

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

interface Lease {
  readonly takenOver?: string;
  /** A sign of life, now and then; part of whatever transaction is open. */
  beat(): void;
  giveBack(): void;
}

const takeLease = (database: DatabaseSync, file: string, now: () => number): Lease => {
  const token = randomUUID();
  database.exec('BEGIN IMMEDIATE');
  const holder = holderOf(database);
  if (holder !== undefined) {
    database.exec('ROLLBACK');
    throw new ProvisionProblem(
      `another run (process ${holder.pid}, since ${new Date(holder.since).toISOString()}) is working with ${file}`,
      'Wait until it has ended, or end it; two runs at once would do everything twice.',
    );
  }
  const before = readLease(database);
  database
    .prepare('INSERT OR REPLACE INTO lease (one, pid, started, host, token, since, beat) VALUES (1, ?, ?, ?, ?, ?, ?)')
    .run(process.pid, startOf(process.pid), hostname(), token, now(), Date.now());
  database.exec('COMMIT');
  const beat = database.prepare('UPDATE lease SET beat = ? WHERE token = ?');
  const remove = database.prepare('DELETE FROM lease WHERE token = ?');
  return {
    ...(before && {
      takenOver: `the run of process ${before.pid} ended without a word; this one goes on where it was`,
    }),
    beat: () => void beat.run(Date.now(), token),
    giveBack: () => void remove.run(token),
  };
};

const stagedFile = (file: string): string => `${file}-staged`;

/** Nothing in it has to outlive the run, so it is written without a journal. */
const attachStaged = (database: DatabaseSync, file: string): void => {
  rmSync(stagedFile(file), { force: true });
  closeSync(openSync(stagedFile(file), 'a', 0o600));
  database.prepare('ATTACH DATABASE ? AS staged').run(stagedFile(file));
  database.exec(
    'PRAGMA staged.journal_mode = OFF; PRAGMA staged.synchronous = OFF; PRAGMA staged.cache_size = -16384;',
  );
  database.exec(STAGED_TABLES);
};

const workWith = (
  database: DatabaseSync,
  known: Pick<State, 'file' | 'identity' | 'takenOver'>,
  lease: Lease,
): State => {
  let open = false;
  const begin = (): void => {
    if (open) return;
    database.exec('BEGIN');
    open = true;
  };
  const gatherers: (() => void)[] = [];
  const commit = (): void => {
    if (!open) return;
    for (const gather of gatherers) gather();
    database.exec('COMMIT');
    open = false;
  };
  const heart = setInterval(() => {
    begin();
    lease.beat();
    commit();
  }, BEAT_MS);
  heart.unref();
  return {
    ...known,
    prepare: (sql) => database.prepare(sql),
    exec: (sql) => database.exec(sql),
    begin,
    commit,
    onCommit: (gather) => void gatherers.push(gather),
    close() {
      clearInterval(heart);
      begin();
      lease.giveBack();
      commit();
      database.close();
      rmSync(stagedFile(known.file), { force: true });
    },
  };
};
