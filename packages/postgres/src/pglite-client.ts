import type { SqlClient, SqlQuery, SqlSnapshot, SqlValue, SqlWriter } from "./sql-client.ts";
import { Turns } from "./turns.ts";

/** What is needed of a PGlite transaction. */
interface PgliteQueries {
  query(
    text: string,
    values: unknown[],
    options: { readonly rowMode: "array" },
  ): Promise<{ readonly rows: readonly unknown[] }>;
  exec(text: string): Promise<unknown>;
}

/** What is needed of a PGlite database. */
export interface Pglite extends PgliteQueries {
  transaction<Result>(run: (transaction: PgliteQueries) => Promise<Result>): Promise<Result>;
  listen(channel: string, heard: () => void): Promise<() => Promise<void>>;
}

/**
 * PGlite, which is PostgreSQL inside this process with a single connection: for tests and tools.
 * It does not flush to disk as a server does. The database belongs to the caller and is not closed.
 */
export function pgliteClient(database: Pglite, place = "pglite"): SqlClient {
  return new PgliteClient(database, place);
}

class PgliteClient implements SqlClient {
  readonly place: string;
  readonly read: SqlQuery;
  readonly #database: Pglite;
  readonly #turns = new Turns();
  readonly #listening: Promise<() => Promise<void>>[] = [];

  constructor(database: Pglite, place: string) {
    this.#database = database;
    this.place = place;
    this.read = queryOn(database);
  }

  write<Result>(use: (writer: SqlWriter) => Promise<Result>): Promise<Result> {
    return this.#turns.take(() =>
      use({
        query: this.read,
        transaction: (preamble, run) =>
          this.#database.transaction(async (transaction) => {
            await transaction.exec(preamble);
            const query = queryOn(transaction);
            const last = await run(query);
            if (last !== undefined) await query(...last);
          }),
      }),
    );
  }

  /** With a single connection nothing is committed out of order, so pages need no snapshot. */
  async snapshot(): Promise<SqlSnapshot> {
    return { query: this.read, close: async () => undefined };
  }

  listen(channel: string, heard: () => void): void {
    const listening = this.#database.listen(channel, heard);
    this.#listening.push(listening);
    listening.then(heard, heard);
  }

  async close(): Promise<void> {
    for (const listening of this.#listening.splice(0)) await (await listening)();
  }
}

function queryOn(target: PgliteQueries): SqlQuery {
  return async ({ text }, values) => {
    const { rows } = await target.query(text, values.map(plain), { rowMode: "array" });
    return rows as readonly (readonly unknown[])[];
  };
}

function plain(value: SqlValue): unknown {
  return value instanceof BigInt64Array ? [...value] : value;
}
