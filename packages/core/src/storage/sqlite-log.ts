import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { AuditEntry } from "../audit/entry.ts";
import { entriesOf, entryIn } from "./sqlite-entry.ts";
import { EntryInsertion } from "./sqlite-insert.ts";
import { readPages } from "./sqlite-pages.ts";

const SELECT = "SELECT writer, seq, text FROM log";

/** The entries of all writers, in a SQLite file. */
export class SqliteLog {
  readonly #database: DatabaseSync;
  readonly #insertion: EntryInsertion;
  readonly #openings: StatementSync;
  readonly #head: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insertion = new EntryInsertion(database);
    this.#openings = database.prepare(`${SELECT} WHERE seq = 1 ORDER BY id`);
    this.#head = database.prepare(`${SELECT} WHERE writer = ? ORDER BY seq DESC LIMIT 1`);
  }

  /** How many entries there are. */
  get count(): number {
    const row = this.#database.prepare("SELECT count(*) AS count FROM log").get();
    return (row as unknown as { readonly count: number }).count;
  }

  /** Inserts entries. Throws where one is not stored; those before it may be. */
  add(entries: readonly AuditEntry[]): void {
    this.#insertion.run(entries);
  }

  openings(): readonly AuditEntry[] {
    return this.#openings.all().map(entryIn);
  }

  head(writer: string): AuditEntry | undefined {
    const row = this.#head.get(writer);
    return row && entryIn(row);
  }

  entries(writer?: string, from = 1): Iterable<AuditEntry> {
    if (writer === undefined) return readPages(this.#database);
    const rows = this.#database
      .prepare(`${SELECT} WHERE writer = ? AND seq >= ? ORDER BY seq, id`)
      .iterate(writer, from);
    return entriesOf(rows);
  }
}
