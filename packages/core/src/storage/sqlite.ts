import { DatabaseSync, type StatementSync } from "node:sqlite";
import { createPrivateFile, isFile, resolvePath } from "#platform";
import { type ApprovalRequest, applyTransition } from "../approvals/request.ts";
import { type AuditEntry, type AuditHead, EMPTY_HEAD, linkEntry } from "../audit/chain.ts";
import type { Change, CommitResult } from "../audit/store.ts";
import { AuditError } from "../errors.ts";
import type { StorageEngine } from "./engine.ts";
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from "./sqlite-schema.ts";

/** How long a commit waits for other processes on the same file, in milliseconds. */
const BUSY_TIMEOUT = 30_000;
const PAGE = 512;

/** Keeps the log and the approvals in one SQLite file, which any number of processes may share. */
export class SqliteStorage implements StorageEngine {
  readonly location: string;
  readonly synchronous = true;
  readonly #database: DatabaseSync;
  readonly #statements: Statements;

  private constructor(path: string, database: DatabaseSync) {
    this.location = `sqlite:${path}`;
    this.#database = database;
    this.#statements = prepare(database);
  }

  /**
   * Opens a file, and makes it (mode 0600) where there is none. Commits survive a power cut (WAL, synchronous FULL).
   * Throws `AuditError` for a file that is not a log of this version; it is left as it is.
   */
  static open(path: string): SqliteStorage {
    const file = resolvePath(path);
    return opening(file, () => {
      createPrivateFile(file);
      const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
      try {
        database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        createTables(database);
        checkTables(database);
        return new SqliteStorage(file, database);
      } catch (error) {
        database.close();
        throw error;
      }
    });
  }

  /** Opens an existing file without being able to change it. */
  static openReadOnly(path: string): SqliteStorage {
    const file = resolvePath(path);
    if (!isFile(file)) throw new AuditError(`there is no audit log at "${file}"`);
    return opening(file, () => {
      const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT });
      try {
        checkTables(database);
        return new SqliteStorage(file, database);
      } catch (error) {
        database.close();
        throw error;
      }
    });
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
          this.#statements.append.run(entry.seq, entry.hash, entry.text);
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

  /** Read page by page, so that a long log is never in memory and no reader holds up a checkpoint. */
  *entries(from = 1): Generator<AuditEntry> {
    for (let next = from; ;) {
      const page = this.#statements.page.all(next, PAGE) as unknown as readonly AuditEntry[];
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      next = last.seq + 1;
    }
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
    if (this.#database.isOpen) this.#database.close();
  }

  #transition(transition: NonNullable<Change["transition"]>): boolean {
    const current =
      transition.type === "request"
        ? this.newestRequest(transition.request.digest)
        : this.request(transition.id);
    const next = applyTransition(current, transition);
    if (next === undefined) return false;
    this.#statements.putRequest.run(next.id, next.digest, next.state, JSON.stringify(next));
    return true;
  }
}

interface Statements {
  readonly head: StatementSync;
  readonly append: StatementSync;
  readonly page: StatementSync;
  readonly request: StatementSync;
  readonly newestRequest: StatementSync;
  readonly requests: StatementSync;
  readonly putRequest: StatementSync;
}

function prepare(database: DatabaseSync): Statements {
  return {
    head: database.prepare("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1"),
    append: database.prepare("INSERT INTO log (seq, hash, text) VALUES (?, ?, ?)"),
    page: database.prepare("SELECT seq, hash, text FROM log WHERE seq >= ? ORDER BY seq LIMIT ?"),
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

/** Two processes may open a new file at once; the one that waits finds the tables made. */
function createTables(database: DatabaseSync): void {
  database.exec("BEGIN IMMEDIATE");
  const { count } = database.prepare("SELECT count(*) AS count FROM sqlite_schema").get() as {
    count: number;
  };
  if (count === 0) database.exec(SCHEMA);
  database.exec("COMMIT");
}

function checkTables(database: DatabaseSync): void {
  const { application_id } = database.prepare("PRAGMA application_id").get() as {
    application_id: number;
  };
  if (application_id !== APPLICATION_ID)
    throw new AuditError("it is a SQLite file, but not a CapFence audit log");
  const { user_version } = database.prepare("PRAGMA user_version").get() as {
    user_version: number;
  };
  if (user_version !== SCHEMA_VERSION)
    throw new AuditError(
      `it has format ${user_version}; this release reads format ${SCHEMA_VERSION}`,
    );
}

function opening(file: string, open: () => SqliteStorage): SqliteStorage {
  try {
    return open();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AuditError(`cannot open the audit log "${file}": ${reason}`, { cause });
  }
}

function readRequest(row: unknown): ApprovalRequest | undefined {
  if (row === undefined) return undefined;
  return JSON.parse((row as { request: string }).request) as ApprovalRequest;
}
