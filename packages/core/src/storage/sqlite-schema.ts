/** Marks a SQLite file as a CapFence log ("CAPF"), so that no other database is taken for one. */
export const APPLICATION_ID: number = 0x43415046;

/** The version of the tables below. A file of another version is refused, never migrated. */
export const SCHEMA_VERSION: number = 1;

/** The tables of an empty log. */
export const SCHEMA: string = `
  CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE TABLE approvals (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    state TEXT NOT NULL,
    request TEXT NOT NULL
  ) STRICT;
  CREATE INDEX approvals_by_digest ON approvals (digest);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;
