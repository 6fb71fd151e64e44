import type { DatabaseSync, StatementSync } from "node:sqlite";
import { isFile, requirePrivateFile, resolvePath } from "#platform";
import {
  type ApprovalRequest,
  type ApprovalTransition,
  applyTransition,
} from "../approvals/request.ts";
import type { AuditEntry } from "../audit/entry.ts";
import type { Commit } from "../audit/store.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import type { StorageEngine } from "./engine.ts";
import { keepOthersOut, openConnection } from "./sqlite-connection.ts";
import { entriesOf, entryIn } from "./sqlite-entry.ts";
import { EntryInsertion, stored } from "./sqlite-insert.ts";
import { readPages } from "./sqlite-pages.ts";
import {
  checkTables,
  createTables,
  isEmpty,
  requireUnsealed,
  sealTables,
} from "./sqlite-schema.ts";

/** How often a file is looked at for what others have appended, in milliseconds. */
const LOOK = 200;

/** Keeps the log and the approvals in one SQLite file, which any number of processes may share. */
export class SqliteStorage implements StorageEngine {
  readonly location: string;
  readonly synchronous = true;
  readonly #database: DatabaseSync;
  readonly #readOnly: boolean;
  readonly #statements: Statements;
  readonly #insertion: EntryInsertion;
  #commits = 0;

  private constructor(path: string, database: DatabaseSync, readOnly: boolean) {
    this.location = `sqlite:${path}`;
    this.#database = database;
    this.#readOnly = readOnly;
    this.#statements = prepare(database);
    this.#insertion = new EntryInsertion(database);
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
    const row = this.#database.prepare("SELECT count(*) AS count FROM log").get();
    return (row as unknown as { readonly count: number }).count;
  }

  commit({ transitions, entries }: Commit): void {
    // IMMEDIATE takes the write lock at once, so that no other process can come between a transition and its record.
    this.#statements.begin.run();
    try {
      const applied = transitions.map((transition) => this.#transition(transition));
      this.#insertion.run(entries(applied));
      this.#statements.commit.run();
      this.#commits += 1;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  openings(): readonly AuditEntry[] {
    return this.#statements.openings.all().map(entryIn);
  }

  head(writer: string): AuditEntry | undefined {
    const row = this.#statements.head.get(writer);
    return row && entryIn(row);
  }

  entries(writer?: string, from = 1): Iterable<AuditEntry> {
    if (writer === undefined) return readPages(this.#database);
    const rows = this.#database
      .prepare(`${SELECT} WHERE writer = ? AND seq >= ? ORDER BY seq, id`)
      .iterate(writer, from);
    return entriesOf(rows);
  }

  async changed(signal: AbortSignal): Promise<void> {
    const before = this.#version();
    while (!signal.aborted && this.#version() === before) await pause(LOOK, signal);
  }

  request(id: string): ApprovalRequest | undefined {
    return readRequest(this.#statements.request.get(id));
  }

  newestRequest(digest: string): ApprovalRequest | undefined {
    return readRequest(this.#statements.newestRequest.get(digest));
  }

  requests(): readonly ApprovalRequest[] {
    return this.#statements.requests.all().flatMap((row) => readRequest(row) ?? []);
  }

  /** Ends the log in this file: from now on it can only be read, whatever process has it open. */
  seal(): void {
    sealTables(this.#database);
  }

  close(): void {
    if (!this.#database.isOpen) return;
    try {
      // Node 22 leaves the write-ahead log behind, and a copy of the file alone would lack its entries.
      if (!this.#readOnly) this.#database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    } finally {
      this.#database.close();
    }
  }

  /** Another one after every commit: SQLite counts those of other connections alone. */
  #version(): string {
    return `${this.#commits}/${JSON.stringify(this.#statements.version.get())}`;
  }

  #transition(transition: ApprovalTransition): boolean {
    const current =
      transition.type === "request"
        ? this.newestRequest(transition.request.digest)
        : this.request(transition.id);
    const next = applyTransition(current, transition);
    if (next === undefined) return false;
    stored(
      this.#statements.putRequest.run(next.id, next.digest, next.state, JSON.stringify(next)),
      1,
    );
    return true;
  }
}

/** Nothing of a file is changed before it is known to be ours and not sealed, or empty. */
function requireOwn(file: string, connection: DatabaseSync): void {
  if (!isEmpty(connection)) requireUnsealed(connection);
  requirePrivateFile(file);
}

const SELECT = "SELECT writer, seq, text FROM log";

interface Statements {
  readonly begin: StatementSync;
  readonly commit: StatementSync;
  readonly version: StatementSync;
  readonly openings: StatementSync;
  readonly head: StatementSync;
  readonly request: StatementSync;
  readonly newestRequest: StatementSync;
  readonly requests: StatementSync;
  readonly putRequest: StatementSync;
}

function prepare(database: DatabaseSync): Statements {
  return {
    begin: database.prepare("BEGIN IMMEDIATE"),
    commit: database.prepare("COMMIT"),
    version: database.prepare("PRAGMA data_version"),
    openings: database.prepare(`${SELECT} WHERE seq = 1 ORDER BY id`),
    head: database.prepare(`${SELECT} WHERE writer = ? ORDER BY seq DESC LIMIT 1`),
    request: database.prepare("SELECT request FROM approvals WHERE id = ?"),
    newestRequest: database.prepare(
      "SELECT request FROM approvals WHERE digest = ? ORDER BY rowid DESC LIMIT 1",
    ),
    requests: database.prepare("SELECT request FROM approvals ORDER BY rowid"),
    putRequest: database.prepare(
      `INSERT INTO approvals (id, digest, state, request) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, request = excluded.request`,
    ),
  };
}

/** Resolves after a while, or at once when the signal aborts. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}

function readRequest(row: unknown): ApprovalRequest | undefined {
  if (row === undefined) return undefined;
  try {
    return JSON.parse((row as { request: string }).request) as ApprovalRequest;
  } catch (cause) {
    throw new AuditError("a stored request for approval is not readable", { cause });
  }
}
