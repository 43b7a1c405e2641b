/** The tables of a state file. A change of them is a new version, and `state.ts` refuses files of a version it does not know. */

export const SCHEMA_VERSION = 1;

/** Times are milliseconds since the epoch; `resource` is `user` or `group`; `id` is an id in the directory. */
export const TABLES = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE lease (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    pid INTEGER NOT NULL, started TEXT NOT NULL, host TEXT NOT NULL, token TEXT NOT NULL,
    since INTEGER NOT NULL, beat INTEGER NOT NULL
  );

  -- Which resource of the target somebody of the directory is, and what was last sent for it.
  CREATE TABLE link (
    resource TEXT NOT NULL, id TEXT NOT NULL,
    target_id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The parameters last sent, as JSON; NULL when it is not known what the target holds.
    sent TEXT,
    -- Parameters that refer to other people, by their ids in the directory, as JSON; and whether some are still to be sent.
    refs TEXT, refs_open INTEGER NOT NULL DEFAULT 0,
    -- NULL when it is not known.
    active INTEGER DEFAULT 1,
    -- When it was found to be gone from the directory, and dealt with.
    left_at INTEGER,
    -- To be inactive although they are in the directory: no group of theirs is provisioned any more.
    unbound INTEGER NOT NULL DEFAULT 0,
    -- The last run that counted it as changed.
    run INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (resource, id)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX link_target ON link (resource, target_id);

  -- Links that are new, in the order in which they came: they are put in their places many at once.
  CREATE TABLE landed (
    seq INTEGER PRIMARY KEY, resource TEXT NOT NULL, id TEXT NOT NULL, target_id TEXT NOT NULL, name TEXT NOT NULL,
    sent TEXT, refs TEXT, refs_open INTEGER NOT NULL, active INTEGER, run INTEGER NOT NULL
  );

  -- What the target was told about members; not sure: it was being told when a run was cut off.
  CREATE TABLE membership (
    group_id TEXT NOT NULL, member_id TEXT NOT NULL, sure INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (group_id, member_id)
  ) WITHOUT ROWID;
  CREATE INDEX membership_member ON membership (member_id);

  -- Objects that could not be brought to where the directory wants them.
  CREATE TABLE failure (
    resource TEXT NOT NULL, id TEXT NOT NULL,
    name TEXT NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL,
    attempts INTEGER NOT NULL, since INTEGER NOT NULL, next_try INTEGER,
    -- What was to be sent: when that changes it is tried again at once.
    wanted TEXT NOT NULL,
    run INTEGER NOT NULL,
    PRIMARY KEY (resource, id)
  ) WITHOUT ROWID;

  -- A row stands here from before a write is sent until its effect is known and written down. 'detail' is JSON: the
  -- parameters of a creation, the members of a change of membership.
  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    resource TEXT NOT NULL, id TEXT NOT NULL, action TEXT NOT NULL,
    name TEXT NOT NULL, detail TEXT, at INTEGER NOT NULL
  );

  CREATE TABLE run (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    started INTEGER NOT NULL, finished INTEGER, summary TEXT, stopped TEXT
  );
`;

/**
 * The directory of one run, in a file beside the state that is thrown away at its end. Rows are only appended, in the order
 * of the directory, and indexed afterwards: inserting a million of them into an index one by one takes many times as long.
 */
export const STAGED_TABLES = `
  CREATE TABLE staged.file (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE staged.person (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL,
    params TEXT NOT NULL, refs TEXT, member TEXT, active INTEGER NOT NULL,
    file INTEGER NOT NULL, line INTEGER NOT NULL
  );
  CREATE TABLE staged.team (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, params TEXT NOT NULL, bound INTEGER NOT NULL,
    file INTEGER NOT NULL, line INTEGER NOT NULL
  );
  CREATE TABLE staged.member (
    seq INTEGER PRIMARY KEY, group_id TEXT NOT NULL, member_id TEXT NOT NULL,
    file INTEGER NOT NULL, line INTEGER NOT NULL
  );
  -- Words of rejected rows: whoever is named in one may be there, only unreadable.
  CREATE TABLE staged.rejected_word (word TEXT PRIMARY KEY) WITHOUT ROWID;
`;

export const STAGED_INDEXES = `
  CREATE INDEX staged.person_id ON person (id);
  CREATE INDEX staged.person_name ON person (name_key);
  CREATE INDEX staged.team_id ON team (id);
  CREATE INDEX staged.member_pair ON member (group_id, member_id);
  CREATE INDEX staged.member_person ON member (member_id);
`;
