import { chmodSync, closeSync, openSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Witnessed, WitnessStore } from "@capfence/core/tlog";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** Marks a SQLite file as a witness's ("CAPW"), so that no other database is taken for one. */
const APPLICATION_ID = 0x43415057;
const BUSY_TIMEOUT = 30_000;

const SCHEMA = `
CREATE TABLE checkpoints (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL) STRICT;
CREATE TABLE forks (origin TEXT NOT NULL, size INTEGER NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (origin, size)) STRICT;
PRAGMA application_id = ${APPLICATION_ID};
`;

/** Keeps what a witness signed in one SQLite file, which several processes may share. */
export class WitnessFile implements WitnessStore {
  readonly #database: DatabaseSync;

  /** Opens a file, and makes it (mode 0600) where there is none. Throws `CommandFailure` for a file of somebody else. */
  constructor(path: string) {
    const { DatabaseSync: Database } = process.getBuiltinModule("node:sqlite");
    try {
      // The files that SQLite puts beside it take its permissions.
      closeSync(openSync(path, "a", 0o600));
      this.#database = new Database(path, { timeout: BUSY_TIMEOUT });
      this.#setUp();
      chmodSync(path, 0o600);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CommandFailure(EXIT.unusable, `cannot keep checkpoints in "${path}": ${reason}`, {
        cause,
      });
    }
  }

  latest(origin: string): Witnessed | undefined {
    const row = this.#database
      .prepare("SELECT size, root, note FROM checkpoints WHERE origin = ?")
      .get(origin);
    return row as unknown as Witnessed | undefined;
  }

  advance(origin: string, size: number, next: Witnessed): boolean {
    return this.#atomically(() => {
      if ((this.latest(origin)?.size ?? 0) !== size) return false;
      this.#database
        .prepare(
          `INSERT INTO checkpoints (origin, size, root, note) VALUES (?, ?, ?, ?)
           ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note`,
        )
        .run(origin, next.size, next.root, next.note);
      return true;
    });
  }

  keepFork(origin: string, one: Witnessed, other: Witnessed): void {
    // One pair proves it; more would let the holder of a log's key fill the disk.
    this.#database
      .prepare("INSERT OR IGNORE INTO forks (origin, size, one, other) VALUES (?, ?, ?, ?)")
      .run(origin, one.size, one.note, other.note);
  }

  /** How many pairs of checkpoints prove that a log showed two histories. */
  countForks(): number {
    const row = this.#database.prepare("SELECT count(*) AS count FROM forks").get();
    return (row as { readonly count: number }).count;
  }

  close(): void {
    this.#database.close();
  }

  #setUp(): void {
    const isEmpty = this.#number("SELECT count(*) FROM sqlite_schema") === 0;
    const mark = this.#number("PRAGMA application_id");
    if (mark !== APPLICATION_ID && !(isEmpty && mark === 0))
      throw new Error("it is not the file of a witness");
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    // Two processes may open a new file at once; the one that waits finds the tables made.
    this.#atomically(() => {
      if (this.#number("SELECT count(*) FROM sqlite_schema") === 0) this.#database.exec(SCHEMA);
    });
  }

  #number(sql: string): number {
    const row = this.#database.prepare(sql).get() as Readonly<Record<string, number>> | undefined;
    return Object.values(row ?? {})[0] ?? 0;
  }

  #atomically<Result>(work: () => Result): Result {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}
