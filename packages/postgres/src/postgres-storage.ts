import {
  type AuditEntry,
  AuditError,
  type Commit,
  type StateKind,
  type StateVersion,
  type StorageEngine,
} from "@capfence/core";
import { Committer } from "./committer.ts";
import { isStorable, readEntry, readInteger } from "./entry-rows.ts";
import { identifier } from "./identifier.ts";
import { clientFor, type PostgresOptions } from "./options.ts";
import { pages } from "./pages.ts";
import { reasonOf } from "./reason.ts";
import { schemaTag } from "./schema-tag.ts";
import { checkEncoding, checkSchema } from "./schema/check-schema.ts";
import { DEFAULT_SCHEMA } from "./schema/tables.ts";
import { snapshotClient } from "./snapshot-client.ts";
import type { SqlClient, SqlRow, SqlStatement, SqlValue } from "./sql-client.ts";
import { readVersion } from "./state-rows.ts";
import { type Statements, statementsFor } from "./statements.ts";
import { Wakes } from "./wakes.ts";

/** After how many milliseconds a follower looks for itself: a connection may be dead without a word. */
const LONGEST_WAIT = 5_000;

/** Keeps the logs, the approvals and what else changes, of any number of processes and hosts in one schema of a PostgreSQL database. */
export class PostgresStorage implements StorageEngine {
  readonly location: string;
  readonly synchronous = false;
  readonly #client: SqlClient;
  readonly #channel: string;
  readonly #statements: Statements;
  readonly #wakes = new Wakes();
  readonly #committer: Committer;
  #listening = false;
  #closed = false;

  private constructor(client: SqlClient, schema: string) {
    const tag = schemaTag(schema);
    this.location = `postgres:${client.place}/${schema}`;
    this.#client = client;
    this.#channel = `capfence_${tag}`;
    this.#statements = statementsFor(identifier("the schema", schema), tag);
    this.#committer = new Committer({
      client,
      schema,
      statements: this.#statements,
      channel: this.#channel,
      location: this.location,
    });
  }

  /**
   * Opens the log that `initStorage` made. Throws `AuditError` for a schema that is not exactly a log of this version;
   * nothing is created or changed.
   */
  static async open(options: PostgresOptions): Promise<PostgresStorage> {
    return PostgresStorage.#over(await clientFor(options), options);
  }

  /** As {@link open}, but the log is only read, and what is appended from now on is not seen. */
  static async openSnapshot(options: PostgresOptions): Promise<PostgresStorage> {
    const client = await clientFor(options);
    try {
      return await PostgresStorage.#over(await snapshotClient(client), options);
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  static async #over(client: SqlClient, options: PostgresOptions): Promise<PostgresStorage> {
    const { schema = DEFAULT_SCHEMA } = options;
    try {
      const storage = new PostgresStorage(client, schema);
      await checkEncoding(client.read);
      await checkSchema(client.read, schema);
      return storage;
    } catch (cause) {
      await client.close();
      throw new AuditError(`cannot open the audit log at "${client.place}": ${reasonOf(cause)}`, {
        cause,
      });
    }
  }

  /** About how many entries there are, said at once: those that were rolled back count too. */
  get entryCount(): Promise<number> {
    return this.#read(this.#statements.lastId).then(([row]) => readInteger(row?.[0]));
  }

  async commit(commit: Commit): Promise<void> {
    this.#requireOpen();
    await this.#committer.commit(commit);
  }

  async openings(): Promise<readonly AuditEntry[]> {
    return (await this.#read(this.#statements.openings)).map(readEntry);
  }

  async head(writer: string): Promise<AuditEntry | undefined> {
    if (!isStorable(writer)) return undefined;
    const [row] = await this.#read(this.#statements.head, [writer]);
    return row && readEntry(row);
  }

  /** Read page by page; all entries are read from one state of the database, those of one writer as far as they go. */
  async *entries(writer?: string, from = 1): AsyncGenerator<AuditEntry> {
    this.#requireOpen();
    if (writer === undefined) yield* this.#allEntries();
    else if (isStorable(writer)) {
      const rows = pages(
        (after, count) => this.#read(this.#statements.writerPage, [after, count, writer]),
        from - 1,
        { place: 1, text: 2 },
      );
      for await (const row of rows) yield readEntry(row);
    }
  }

  /** Also resolves, at worst for nothing, when the connection was renewed, when `signal` aborts, and after five seconds. */
  changed(signal: AbortSignal): Promise<void> {
    this.#requireOpen();
    const next = this.#wakes.next(signal, LONGEST_WAIT);
    if (!this.#listening) {
      this.#listening = true;
      this.#client.listen(this.#channel, () => this.#wakes.wake());
    }
    return next;
  }

  async latest(kind: StateKind, id: string): Promise<StateVersion | undefined> {
    return isStorable(id) ? this.#version(this.#statements.latest, [kind, id]) : undefined;
  }

  async latestOf(kind: StateKind, key: string): Promise<StateVersion | undefined> {
    return isStorable(key) ? this.#version(this.#statements.latestOf, [kind, key]) : undefined;
  }

  async before(kind: StateKind, id: string, time: number): Promise<StateVersion | undefined> {
    const at = Math.floor(time);
    return isStorable(id) ? this.#version(this.#statements.before, [kind, id, at]) : undefined;
  }

  async all(
    kind: StateKind,
    since: number = Number.MIN_SAFE_INTEGER,
  ): Promise<readonly StateVersion[]> {
    return (await this.#read(this.#statements.all, [kind, since])).map(readVersion);
  }

  /** Waits for the commit under way. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#committer.close();
    await this.#client.close();
    this.#wakes.wake();
  }

  async *#allEntries(): AsyncGenerator<AuditEntry> {
    // Commits of several writers become visible in another order than they got their ids in;
    // without a snapshot, pages could miss one and then show a later one of the same writer.
    const snapshot = await this.#reading(() => this.#client.snapshot());
    try {
      const fetch = (after: number, count: number): Promise<readonly SqlRow[]> =>
        this.#reading(() => snapshot.query(this.#statements.page, [after, count]));
      for await (const row of pages(fetch, 0, { place: 3, text: 2 })) yield readEntry(row);
    } finally {
      await snapshot.close();
    }
  }

  async #version(
    statement: SqlStatement,
    values: readonly SqlValue[],
  ): Promise<StateVersion | undefined> {
    const [row] = await this.#read(statement, values);
    return row && readVersion(row);
  }

  #read(statement: SqlStatement, values: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    this.#requireOpen();
    return this.#reading(() => this.#client.read(statement, values));
  }

  async #reading<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (cause) {
      throw new AuditError(`cannot read "${this.location}": ${reasonOf(cause)}`, { cause });
    }
  }

  #requireOpen(): void {
    if (this.#closed) throw new AuditError("the storage is closed");
  }
}
