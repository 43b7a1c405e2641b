/** The file that remembers what was sent: who it belongs to, who works with it, and its transactions. */
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Lease, refuseHeld, takeLease } from './lease.ts';
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
  /** The process of a run that ended without a word, whose lease this one took over. */
  readonly takenOver?: number;
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
/** Whoever has the file at work says so in it; anything else that locks it does so for moments only. */
const WAIT_TO_OPEN_MS = 1000;
/** Also how much of its work a run that is killed has to look up again, where requests take their time. */
const BEAT_MS = 1000;

/**
 * Opens the file for work, or makes it, and takes the lease on it.
 * Committed data outlives the process however it ends. After a loss of power the last commits may be missing (not the file):
 * what they held is then found out again by looking it up.
 * @throws ProvisionProblem when it belongs to somebody else, another run works with it, or it is no state file
 */
export const openState = (file: string, identity: Identity, now: () => number = Date.now): State => {
  const database = connect(file, { make: true });
  try {
    if (readIdentity(database, file) !== undefined) refuseHeld(database, file);
    prepareFile(database, file, identity, now());
    const lease = takeLease(database, file, now);
    database.exec(`PRAGMA busy_timeout = ${WAIT_FOR_LOCK_MS}`);
    attachStaged(database, file);
    return workWith(
      database,
      { file, identity, ...(lease.takenOver !== undefined && { takenOver: lease.takenOver }) },
      lease,
    );
  } catch (error) {
    database.close();
    throw isLocked(error) ? unusable(file, error) : error;
  }
};

/** SQLITE_BUSY and SQLITE_LOCKED, and the finer kinds of both. */
const isLocked = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && [5, 6].includes(Number(error.errcode) & 0xff);

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

/** What has been committed goes into the file itself in few large pieces, because everything waits for the disk meanwhile. */
const FOR_WORK = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16384;`;

const connect = (file: string, { make }: { readonly make: boolean }): DatabaseSync => {
  if (!make && !existsSync(file)) {
    throw new ProvisionProblem(`there is no state file ${file}`, 'It is made by the first run of `apply` or `plan`.');
  }
  try {
    // It holds what a directory holds, so it is for its owner only.
    if (make) closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file, { timeout: make ? WAIT_TO_OPEN_MS : WAIT_FOR_LOCK_MS });
    database.exec(make ? FOR_WORK : 'PRAGMA query_only = 1;');
    return database;
  } catch (error) {
    throw unusable(file, error);
  }
};

const unusable = (file: string, error: unknown): ProvisionProblem => {
  if (isLocked(error)) {
    return new ProvisionProblem(
      `another process has locked the state file ${file}`,
      'Perhaps another run begins at this moment, or a program looks into the file: wait until it has ended.',
    );
  }
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
    try {
      begin();
      lease.beat();
      commit();
    } catch (error) {
      // Another program looks into the file: the next beat will do.
      if (!isLocked(error)) throw error;
    }
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
