import type { Pool } from "pg";
import type { ConnectionSettings } from "./pg/connection-settings.ts";
import { PgClient } from "./pg/pg-client.ts";
import type { SqlClient } from "./sql-client.ts";

/** Where the log is: a server, a pool of connections that is there already, or anything else that speaks for PostgreSQL. */
export type PostgresOptions = {
  /** `capfence` where it is not given. */
  readonly schema?: string;
  /**
   * How long a commit or a read may take, in milliseconds; 30,000 where it is not given.
   * A commit that takes longer throws, and may or may not have been stored.
   */
  readonly queryTimeout?: number;
} & (
  | ({ readonly pool?: never; readonly client?: never } & ConnectionSettings)
  /** One connection is kept for commits, one for `changed`, and one is taken for each read; it is not ended. */
  | { readonly pool: Pool; readonly client?: never }
  | { readonly client: SqlClient; readonly pool?: never }
);

/** The client that options ask for, connected. */
export async function clientFor(options: PostgresOptions): Promise<SqlClient> {
  if (options.client !== undefined) return options.client;
  if (options.pool !== undefined) return PgClient.over(options.pool, options);
  return PgClient.connect(options);
}
