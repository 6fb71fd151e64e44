import { AuditError, ConfigurationError } from "../errors.ts";

/** Marks a SQLite file as a CapFence log ("CAPF"), so that no other database is taken for one. */
const APPLICATION_ID = 0x43415046;

/** The version of the tables below. A file of another version is refused, never migrated. */
const SCHEMA_VERSION = 3;

/** What an empty log is made of, as SQLite keeps the text of it. */
const OBJECTS: readonly string[] = [
  "CREATE TABLE log (id INTEGER PRIMARY KEY, writer TEXT NOT NULL, seq INTEGER NOT NULL, text TEXT NOT NULL) STRICT",
  "CREATE UNIQUE INDEX log_by_writer ON log (writer, seq)",
  "CREATE INDEX log_openings ON log (id) WHERE seq = 1",
  "CREATE TABLE state (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, key TEXT NOT NULL, time INTEGER NOT NULL, text TEXT NOT NULL) STRICT",
  "CREATE UNIQUE INDEX state_versions ON state (kind, id, version)",
  "CREATE INDEX state_by_time ON state (kind, id, time, version)",
  "CREATE INDEX state_by_key ON state (kind, key, position) WHERE version = 1",
  "CREATE INDEX state_openings ON state (kind, position) WHERE version = 1",
];

/** What is added to a log that has ended: whatever process has the file open, its next change fails. */
const SEAL: readonly string[] = ["log", "state"].flatMap((table) =>
  ["INSERT", "UPDATE", "DELETE"].map(
    (change) =>
      `CREATE TRIGGER ${table}_sealed_${change.toLowerCase()} BEFORE ${change} ON ${table} BEGIN SELECT RAISE(ABORT, 'this log is sealed'); END`,
  ),
);

const SCHEMA = [
  ...OBJECTS,
  `PRAGMA application_id = ${APPLICATION_ID}`,
  `PRAGMA user_version = ${SCHEMA_VERSION}`,
].join(";\n");

/** What is needed of a SQLite connection to set it up. */
interface Connection {
  exec(sql: string): void;
  prepare(sql: string): { get(): unknown; all(): readonly unknown[] };
}

/**
 * Makes the tables in an empty file. Two processes may open a new file at once; the one that waits finds them made.
 * Throws where nothing can be written, also into a file that has them.
 */
export function createTables(database: Connection): void {
  database.exec("BEGIN IMMEDIATE");
  if (isEmpty(database)) {
    database.exec(`${SCHEMA}; COMMIT`);
    return;
  }
  // On a read-only disk a transaction begins all the same; only what writes fails.
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}; ROLLBACK`);
}

/** Whether a file has no tables yet and belongs to nobody. */
export function isEmpty(database: Connection): boolean {
  const { count } = database.prepare("SELECT count(*) AS count FROM sqlite_schema").get() as {
    count: number;
  };
  return count === 0 && pragma(database, "application_id") === 0;
}

/** Ends a log in one transaction: nothing can be added to it any more, nor changed or taken away. */
export function sealTables(database: Connection): void {
  database.exec(["BEGIN IMMEDIATE", ...SEAL, "COMMIT"].join(";\n"));
}

/** Throws `AuditError` for a database that is not a log of this version; says whether it is sealed. */
export function checkTables(database: Connection): { readonly sealed: boolean } {
  if (pragma(database, "application_id") !== APPLICATION_ID)
    throw new AuditError("it is a SQLite file, but not a CapFence audit log");
  const version = pragma(database, "user_version");
  if (version !== SCHEMA_VERSION)
    throw new AuditError(`it has format ${version}; this release reads format ${SCHEMA_VERSION}`);
  // A trigger or a view could swallow records, so nothing else may be there.
  const found = database
    .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
    .all()
    .map((row) => (row as { readonly sql: string }).sql);
  if (isMadeOf(found, OBJECTS)) return { sealed: false };
  if (isMadeOf(found, [...OBJECTS, ...SEAL])) return { sealed: true };
  throw new AuditError(
    "it is marked as a CapFence audit log, but its tables are missing or changed",
  );
}

/** Throws `AuditError` for a database that is not a log of this version, `ConfigurationError` for one that is sealed. */
export function requireUnsealed(database: Connection): void {
  if (checkTables(database).sealed)
    throw new ConfigurationError(
      "it is sealed and takes no more records; where no new log stands in its place yet, capfence storage seal makes it",
    );
}

function isMadeOf(found: readonly string[], objects: readonly string[]): boolean {
  return found.toSorted().join("\n") === objects.toSorted().join("\n");
}

function pragma(database: Connection, name: "application_id" | "user_version"): number {
  const row = database.prepare(`PRAGMA ${name}`).get() as Readonly<Record<string, number>>;
  return row[name] ?? 0;
}
