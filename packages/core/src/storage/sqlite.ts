import type { DatabaseSync, StatementSync } from "node:sqlite";
import { isFile, requirePrivateFile, resolvePath } from "#platform";
import type { AuditEntry } from "../audit/entry.ts";
import type { Commit } from "../audit/store.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import type { StateKind, StateVersion } from "../state/version.ts";
import type { StorageEngine } from "./engine.ts";
import { keepOthersOut, openConnection } from "./sqlite-connection.ts";
import { SqliteLog } from "./sqlite-log.ts";
import {
  checkTables,
  createTables,
  isEmpty,
  requireUnsealed,
  sealTables,
} from "./sqlite-schema.ts";
import { SqliteState } from "./sqlite-state.ts";
import { SqliteWatch } from "./sqlite-watch.ts";

/** Keeps the log, the approvals and what else changes in one SQLite file, which any number of processes may share. */
export class SqliteStorage implements StorageEngine {
  readonly location: string;
  readonly synchronous = true;
  readonly #database: DatabaseSync;
  readonly #readOnly: boolean;
  readonly #log: SqliteLog;
  readonly #state: SqliteState;
  readonly #watch: SqliteWatch;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #dataVersion: StatementSync;
  #commits = 0;

  private constructor(path: string, database: DatabaseSync, readOnly: boolean) {
    this.location = `sqlite:${path}`;
    this.#database = database;
    this.#readOnly = readOnly;
    this.#log = new SqliteLog(database);
    this.#state = new SqliteState(database);
    this.#watch = new SqliteWatch(path);
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#dataVersion = database.prepare("PRAGMA data_version");
  }

  /**
   * Opens a file, and makes it (mode 0600) where there is none. Commits survive a power cut (WAL, synchronous FULL).
   * Throws `AuditError` for a file that is not a log of this version, or that others than its owner may use;
   * it is left as it is.
   */
  static open(path: string): SqliteStorage {
    const file = resolvePath(path);
    const database = openConnection(file, (connection) => {
      requireOwn(file, connection);
      connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      createTables(connection);
    });
    return new SqliteStorage(file, database, false);
  }

  /**
   * As {@link open}, but only where nobody else has the file open, and keeps everybody out until it is closed. Throws
   * `AuditError` where others have it open. What is written stands in the file alone, without a write-ahead log.
   */
  static openAlone(path: string): SqliteStorage {
    const file = resolvePath(path);
    const database = openConnection(file, (connection) => {
      requireOwn(file, connection);
      keepOthersOut(connection, "while it writes");
      createTables(connection);
    });
    return new SqliteStorage(file, database, false);
  }

  /** Opens a sealed file and keeps everybody out until it is closed. Throws `AuditError` where others have it open. */
  static openSealed(path: string): SqliteStorage {
    const file = resolvePath(path);
    const database = openConnection(file, (connection) => {
      requirePrivateFile(file);
      if (!checkTables(connection).sealed) throw new ConfigurationError("it is not sealed");
      keepOthersOut(connection, "while it reads");
    });
    return new SqliteStorage(file, database, true);
  }

  /** Whether a file is a sealed log. Throws `AuditError` where it is no log, or there is none. */
  static isSealed(path: string): boolean {
    const reader = SqliteStorage.openReadOnly(path);
    try {
      return checkTables(reader.#database).sealed;
    } finally {
      reader.close();
    }
  }

  /** Opens an existing file without being able to change it. A snapshot does not see what is appended from now on. */
  static openReadOnly(
    path: string,
    { snapshot = false }: { readonly snapshot?: boolean } = {},
  ): SqliteStorage {
    const file = resolvePath(path);
    if (!isFile(file)) throw new AuditError(`there is no audit log at "${file}"`);
    const database = openConnection(
      file,
      (connection) => {
        if (snapshot) connection.exec("BEGIN");
      },
      { readOnly: true },
    );
    return new SqliteStorage(file, database, true);
  }

  /** How many entries there are. */
  get entryCount(): number {
    return this.#log.count;
  }

  commit({ insertions }: Commit): void {
    // IMMEDIATE takes the write lock at once, so that no other process can come between what is read and what is made of it.
    this.#begin.run();
    try {
      const { versions, entries } = insertions(this.#state);
      this.#state.add(versions);
      this.#log.add(entries);
      this.#commit.run();
      this.#commits += 1;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  openings(): readonly AuditEntry[] {
    return this.#log.openings();
  }

  head(writer: string): AuditEntry | undefined {
    return this.#log.head(writer);
  }

  entries(writer?: string, from?: number): Iterable<AuditEntry> {
    return this.#log.entries(writer, from);
  }

  /** Told by the file system; where that tells nothing, it looks every two seconds. */
  async changed(signal: AbortSignal): Promise<void> {
    const before = this.#version();
    await this.#watch.until(() => this.#version() !== before, signal);
  }

  latest(kind: StateKind, id: string): StateVersion | undefined {
    return this.#state.latest(kind, id);
  }

  latestOf(kind: StateKind, key: string): StateVersion | undefined {
    return this.#state.latestOf(kind, key);
  }

  before(kind: StateKind, id: string, time: number): StateVersion | undefined {
    return this.#state.before(kind, id, time);
  }

  all(kind: StateKind, since?: number): readonly StateVersion[] {
    return this.#state.all(kind, since);
  }

  /** All versions of one thing that were made after a time, oldest first. */
  since(kind: StateKind, id: string, time: number): readonly StateVersion[] {
    return this.#state.since(kind, id, time);
  }

  /** Ends the log in this file: from now on it can only be read, whatever process has it open. */
  seal(): void {
    sealTables(this.#database);
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#watch.close();
    try {
      // Node 22 leaves the write-ahead log behind, and a copy of the file alone would lack its entries.
      if (!this.#readOnly) this.#database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    } finally {
      this.#database.close();
    }
  }

  /** Another one after every commit: SQLite counts those of other connections alone. */
  #version(): string {
    return `${this.#commits}/${JSON.stringify(this.#dataVersion.get())}`;
  }
}

/** Nothing of a file is changed before it is known to be ours and not sealed, or empty. */
function requireOwn(file: string, connection: DatabaseSync): void {
  if (!isEmpty(connection)) requireUnsealed(connection);
  requirePrivateFile(file);
}
