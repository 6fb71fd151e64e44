import { AuditError } from "../errors.ts";

/** Marks a SQLite file as a CapFence log ("CAPF"), so that no other database is taken for one. */
const APPLICATION_ID = 0x43415046;

/** The version of the tables below. A file of another version is refused, never migrated. */
const SCHEMA_VERSION = 1;

/** What an empty log is made of, as SQLite keeps the text of it. */
const OBJECTS: readonly string[] = [
  "CREATE TABLE log (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, text TEXT NOT NULL) STRICT",
  "CREATE TABLE approvals (id TEXT PRIMARY KEY, digest TEXT NOT NULL, state TEXT NOT NULL, request TEXT NOT NULL) STRICT",
  "CREATE INDEX approvals_by_digest ON approvals (digest)",
];

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

/** Two processes may open a new file at once; the one that waits finds the tables made. */
export function createTables(database: Connection): void {
  database.exec("BEGIN IMMEDIATE");
  if (isEmpty(database)) database.exec(SCHEMA);
  database.exec("COMMIT");
}

/** Whether a file has no tables yet and belongs to nobody. */
export function isEmpty(database: Connection): boolean {
  const { count } = database.prepare("SELECT count(*) AS count FROM sqlite_schema").get() as {
    count: number;
  };
  return count === 0 && pragma(database, "application_id") === 0;
}

/** Throws `AuditError` for a database that is not a log of this version. */
export function checkTables(database: Connection): void {
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
  if (found.toSorted().join("\n") !== OBJECTS.toSorted().join("\n"))
    throw new AuditError(
      "it is marked as a CapFence audit log, but its tables are missing or changed",
    );
}

function pragma(database: Connection, name: "application_id" | "user_version"): number {
  const row = database.prepare(`PRAGMA ${name}`).get() as Readonly<Record<string, number>>;
  return row[name] ?? 0;
}
