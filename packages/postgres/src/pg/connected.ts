import { AuditError } from "@capfence/core";
import type { Pool, PoolClient } from "pg";
import { reasonOf } from "../reason.ts";
import type { SqlQuery } from "../sql-client.ts";

/** A connection of a pool. Throws `AuditError` where there is none. */
export async function connected(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw new AuditError(`cannot connect to PostgreSQL: ${reasonOf(cause)}`, { cause });
  }
}

/** A server that does not flush its log acknowledges what a power cut takes away. */
export async function requireFsync(query: SqlQuery): Promise<void> {
  const text = "SELECT pg_catalog.current_setting('fsync')";
  const [row] = await query({ name: "capfence_fsync", text }, []);
  if (row?.[0] !== "on")
    throw new AuditError("the server runs with fsync off, so commits do not survive a power cut");
}
