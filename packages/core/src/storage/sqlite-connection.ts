import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { createPrivateFile } from "#platform";
import { AuditError, ConfigurationError, messageOf } from "../errors.ts";
import { connectToRead } from "./read-only-disk.ts";
import { checkTables } from "./sqlite-schema.ts";

/** How long a connection waits for other processes on the same file, in milliseconds. */
const BUSY_TIMEOUT = 30_000;

/** SQLite's result code for a file that others use: SQLITE_BUSY. */
const BUSY = 5;

/** How often a file is opened that another takes the place of meanwhile. */
const ATTEMPTS = 3;

/**
 * Connects to a file that is, or is made, a log, and closes it again where it is not. Throws `AuditError`.
 *
 * While this one waits, `capfence storage seal` may put a new file in the place of the one it has opened. SQLite would
 * then read the write-ahead log of the new file with the old one, so the connection is made anew.
 */
export function openConnection(
  file: string,
  setUp: (database: DatabaseSync) => void,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): DatabaseSync {
  for (let attempt = 1; ; attempt += 1) {
    let database: DatabaseSync | undefined;
    let before: string | undefined;
    let cause: unknown = new ConfigurationError("another file takes its place again and again");
    try {
      if (!readOnly) createPrivateFile(file);
      before = identityOf(file);
      database = readOnly ? connectToRead(file, (one) => connect(one, true)) : connect(file, false);
      setUp(database);
      checkTables(database);
      if (identityOf(file) === before) return database;
    } catch (error) {
      cause = error;
    }
    database?.close();
    if (attempt < ATTEMPTS && before !== undefined && identityOf(file) !== before) continue;
    throw new AuditError(`cannot open the audit log "${file}": ${messageOf(cause)}`, { cause });
  }
}

/**
 * Keeps all other connections out until this one is closed: over all of its transactions, or, where it only reads, in
 * one that takes as long as it is open and leaves no journal. Throws `ConfigurationError` where there are others.
 */
export function keepOthersOut(
  database: DatabaseSync,
  how: "while it writes" | "while it reads",
): void {
  try {
    // Fails as long as others are connected, and leaves no write-ahead log behind.
    database.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE");
    // Without a write-ahead log, only EXTRA waits until the journal is surely gone.
    database.exec("PRAGMA synchronous = EXTRA");
    if (how === "while it writes") database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("BEGIN EXCLUSIVE");
    if (how === "while it writes") database.exec("COMMIT");
    const { journal_mode: mode } = database.prepare("PRAGMA journal_mode").get() as {
      readonly journal_mode: string;
    };
    if (mode !== "delete") throw new ConfigurationError(`its journal mode is ${mode}`);
  } catch (cause) {
    const code = (cause as { readonly errcode?: unknown }).errcode;
    if (typeof code !== "number" || code % 256 !== BUSY) throw cause;
    throw new ConfigurationError(
      "another process has it open; stop the programs that use it and the commands that follow it, then run this again",
      { cause },
    );
  }
}

/** Tells a file from another one of the same name. */
function identityOf(file: string): string {
  const status = statSync(file, { bigint: true, throwIfNoEntry: false });
  return status === undefined ? "nothing" : `${status.dev}:${status.ino}`;
}

/** Loads SQLite only when a file is opened: Node 22 warns of it on loading. */
function connect(file: string, readOnly: boolean): DatabaseSync {
  const sqlite = process.getBuiltinModule("node:sqlite");
  return new sqlite.DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT });
}
