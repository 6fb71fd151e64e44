import { AuditError } from "@capfence/core";
import { Pool, type PoolClient } from "pg";
import type { SqlClient, SqlQuery, SqlSnapshot, SqlWriter } from "../sql-client.ts";
import { Turns } from "../turns.ts";
import { type ConnectionSettings, poolConfig } from "./connection-settings.ts";
import { PgListener } from "./pg-listener.ts";
import { connected, requireFsync } from "./connected.ts";
import { ConnectionLost, queryOn, run } from "./pg-query.ts";

/** What `pg` keeps of a connection, and its types leave out. */
interface Placed {
  readonly host: string;
  readonly port: number;
  readonly database?: string;
}

/** PostgreSQL over `pg`: one connection for commits, and a pool for everything else. */
export class PgClient implements SqlClient {
  readonly place: string;
  readonly #pool: Pool;
  readonly #ownsPool: boolean;
  readonly #queryTimeout: number;
  readonly #turns = new Turns();
  readonly #listeners: PgListener[] = [];
  readonly #snapshots = new Set<PoolClient>();
  #writer: PoolClient | undefined;
  #closed = false;

  private constructor(pool: Pool, place: string, ownsPool: boolean, queryTimeout: number) {
    this.#pool = pool;
    this.place = place;
    this.#ownsPool = ownsPool;
    this.#queryTimeout = queryTimeout;
  }

  /** Connects to a server with a pool of its own. */
  static async connect(
    settings: ConnectionSettings & { readonly queryTimeout?: number },
  ): Promise<PgClient> {
    const { queryTimeout = 30_000 } = settings;
    const pool = new Pool(poolConfig({ ...settings, queryTimeout }));
    // An idle connection that is lost leaves the pool; the next read takes another.
    pool.on("error", () => undefined);
    try {
      return await PgClient.#over(pool, true, queryTimeout);
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  /** Uses a pool that belongs to somebody else. */
  static over(pool: Pool, options: { readonly queryTimeout?: number }): Promise<PgClient> {
    return PgClient.#over(pool, false, options.queryTimeout ?? 30_000);
  }

  static async #over(pool: Pool, ownsPool: boolean, queryTimeout: number): Promise<PgClient> {
    const client = await connected(pool);
    try {
      const { host, port, database = "" } = client as unknown as Placed;
      await requireFsync(queryOn(client, queryTimeout));
      return new PgClient(pool, `${host}:${port}/${database}`, ownsPool, queryTimeout);
    } finally {
      client.release();
    }
  }

  write<Result>(use: (writer: SqlWriter) => Promise<Result>): Promise<Result> {
    return this.#turns.take(async () => {
      const client = await this.#writing();
      const query = queryOn(client, this.#queryTimeout);
      try {
        return await use({
          query,
          transaction: (preamble, steps) => this.#transaction(client, preamble, steps),
        });
      } catch (error) {
        if (error instanceof ConnectionLost) this.#discard(client);
        throw error;
      }
    });
  }

  readonly read: SqlQuery = async (statement, values) => {
    this.#requireOpen();
    const query = queryOn(this.#pool, this.#queryTimeout);
    try {
      return await query(statement, values);
    } catch (error) {
      // A read changes nothing, so one whose connection was lost is simply asked again.
      if (!(error instanceof ConnectionLost)) throw error;
      return query(statement, values);
    }
  };

  async snapshot(): Promise<SqlSnapshot> {
    const client = await this.#take();
    this.#snapshots.add(client);
    const timeout = this.#queryTimeout;
    try {
      await run(client, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", timeout);
    } catch (error) {
      this.#endSnapshot(client, true);
      throw error;
    }
    const close = async (): Promise<void> => {
      let lost = false;
      await run(client, "ROLLBACK", timeout).catch(() => (lost = true));
      this.#endSnapshot(client, lost);
    };
    return { query: queryOn(client, timeout), close };
  }

  listen(channel: string, heard: () => void): void {
    this.#listeners.push(new PgListener(() => this.#take(), channel, this.#queryTimeout, heard));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#listeners) listener.close();
    // Whoever stopped reading in the middle would keep the pool from ending.
    for (const client of this.#snapshots) this.#endSnapshot(client, true);
    await this.#turns.take(async () => {
      if (this.#writer !== undefined) this.#discard(this.#writer);
    });
    if (this.#ownsPool) await this.#pool.end();
  }

  async #transaction(
    client: PoolClient,
    preamble: string,
    steps: Parameters<SqlWriter["transaction"]>[1],
  ): Promise<void> {
    const timeout = this.#queryTimeout;
    await run(client, `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; ${preamble}`, timeout);
    const query = queryOn(client, timeout);
    try {
      const last = await steps(query);
      // Both are on their way before either is answered; a COMMIT after a failure rolls back.
      const [, committed] = await Promise.all([
        last === undefined ? undefined : query(...last),
        run(client, "COMMIT", timeout),
      ]);
      if (committed !== "COMMIT") throw new AuditError("the database rolled the commit back");
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      await run(client, "ROLLBACK", timeout).catch(() => this.#discard(client));
      throw error;
    }
  }

  #endSnapshot(client: PoolClient, lost: boolean): void {
    if (!this.#snapshots.delete(client)) return;
    client.off("error", ignore);
    client.release(lost);
  }

  /** The connection for commits; a new one where the last was lost. */
  async #writing(): Promise<PoolClient> {
    if (this.#writer !== undefined) return this.#writer;
    const client = await this.#take();
    const lost = (): void => this.#discard(client);
    client.once("error", lost);
    client.once("end", lost);
    this.#writer = client;
    return client;
  }

  #discard(client: PoolClient): void {
    if (this.#writer !== client) return;
    this.#writer = undefined;
    client.release(true);
  }

  #requireOpen(): void {
    if (this.#closed) throw new AuditError("the storage is closed");
  }

  async #take(): Promise<PoolClient> {
    this.#requireOpen();
    const client = await connected(this.#pool);
    // The query under way throws as well; without a listener the loss would end the process.
    client.on("error", ignore);
    return client;
  }
}

function ignore(): void {}
