import type { DatabaseSync, StatementSync } from "node:sqlite";
import { createPrivateFile, isFile, requirePrivateFile, resolvePath } from "#platform";
import { type ApprovalRequest, applyTransition } from "../approvals/request.ts";
import { type AuditEntry, type AuditHead, EMPTY_HEAD, linkEntry } from "../audit/chain.ts";
import type { Change, CommitResult } from "../audit/store.ts";
import { AuditError } from "../errors.ts";
import type { StorageEngine } from "./engine.ts";
import { checkTables, createTables, isEmpty } from "./sqlite-schema.ts";

/** How long a commit waits for other processes on the same file, in milliseconds. */
const BUSY_TIMEOUT = 30_000;

/** Keeps the log and the approvals in one SQLite file, which any number of processes may share. */
export class SqliteStorage implements StorageEngine {
  readonly location: string;
  readonly synchronous = true;
  readonly #database: DatabaseSync;
  readonly #readOnly: boolean;
  readonly #statements: Statements;

  private constructor(path: string, database: DatabaseSync, readOnly: boolean) {
    this.location = `sqlite:${path}`;
    this.#database = database;
    this.#readOnly = readOnly;
    this.#statements = prepare(database);
  }

  /**
   * Opens a file, and makes it (mode 0600) where there is none. Commits survive a power cut (WAL, synchronous FULL).
   * Throws `AuditError` for a file that is not a log of this version, or that others than its owner may use;
   * it is left as it is.
   */
  static open(path: string): SqliteStorage {
    const file = resolvePath(path);
    const database = opening(file, false, (connection) => {
      // Nothing of a file is changed before it is known to be ours, or empty.
      if (!isEmpty(connection)) checkTables(connection);
      requirePrivateFile(file);
      connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      createTables(connection);
    });
    return new SqliteStorage(file, database, false);
  }

  /** Opens an existing file without being able to change it. */
  static openReadOnly(path: string): SqliteStorage {
    const file = resolvePath(path);
    if (!isFile(file)) throw new AuditError(`there is no audit log at "${file}"`);
    return new SqliteStorage(file, opening(file, true), true);
  }

  commit(changes: readonly Change[]): readonly CommitResult[] {
    // IMMEDIATE takes the write lock before the head is read, so no other process can link to the same head.
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      let head = (this.#statements.head.get() as AuditHead | undefined) ?? EMPTY_HEAD;
      const results = changes.map(({ transition, records }): CommitResult => {
        if (transition !== undefined && !this.#transition(transition)) return undefined;
        return records.map((record) => {
          const entry = linkEntry(head, record);
          stored(this.#statements.append.run(entry.seq, entry.hash, entry.text));
          head = entry;
          return entry;
        });
      });
      this.#database.exec("COMMIT");
      return results;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** Read row by row, so that a long log is never in memory, and whatever cannot be read stops exactly there. */
  *entries(from?: number): Generator<AuditEntry> {
    const statement = this.#database.prepare(
      `SELECT seq, hash, text FROM log ${from === undefined ? "" : "WHERE seq >= ?"} ORDER BY seq`,
    );
    const rows = from === undefined ? statement.iterate() : statement.iterate(from);
    for (const row of rows) yield row as unknown as AuditEntry;
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

  close(): void {
    if (!this.#database.isOpen) return;
    // Node 22 leaves the write-ahead log behind, and a copy of the file alone would lack its entries.
    if (!this.#readOnly) this.#database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    this.#database.close();
  }

  #transition(transition: NonNullable<Change["transition"]>): boolean {
    const current =
      transition.type === "request"
        ? this.newestRequest(transition.request.digest)
        : this.request(transition.id);
    const next = applyTransition(current, transition);
    if (next === undefined) return false;
    stored(this.#statements.putRequest.run(next.id, next.digest, next.state, JSON.stringify(next)));
    return true;
  }
}

interface Statements {
  readonly head: StatementSync;
  readonly append: StatementSync;
  readonly request: StatementSync;
  readonly newestRequest: StatementSync;
  readonly requests: StatementSync;
  readonly putRequest: StatementSync;
}

function prepare(database: DatabaseSync): Statements {
  return {
    head: database.prepare("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1"),
    append: database.prepare("INSERT INTO log (seq, hash, text) VALUES (?, ?, ?)"),
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

/** Connects to a file that is, or is made, a log, and closes it again where it is not. */
function opening(
  file: string,
  readOnly: boolean,
  setUp?: (database: DatabaseSync) => void,
): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (!readOnly) createPrivateFile(file);
    database = connect(file, readOnly);
    setUp?.(database);
    checkTables(database);
    return database;
  } catch (cause) {
    database?.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AuditError(`cannot open the audit log "${file}": ${reason}`, { cause });
  }
}

/** Loads SQLite only when a file is opened: Node 22 warns of it on loading. */
function connect(file: string, readOnly: boolean): DatabaseSync {
  const sqlite = process.getBuiltinModule("node:sqlite");
  return new sqlite.DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT });
}

/** A statement that quietly stored nothing must not pass for a record. */
function stored({ changes }: { readonly changes: number | bigint }): void {
  if (Number(changes) !== 1) throw new AuditError("the database did not store a row");
}

function readRequest(row: unknown): ApprovalRequest | undefined {
  if (row === undefined) return undefined;
  try {
    return JSON.parse((row as { request: string }).request) as ApprovalRequest;
  } catch (cause) {
    throw new AuditError("a stored request for approval is not readable", { cause });
  }
}
