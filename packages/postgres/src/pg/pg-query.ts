import type { Pool, QueryResult } from "pg";
import { reasonOf } from "../reason.ts";
import type { SqlQuery, SqlValue } from "../sql-client.ts";
import { int8Array, textArray } from "./binary-array.ts";

/** The connection failed, so nobody knows what became of the query under way. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** What queries are sent to: a connection, or a pool that picks one. */
export type PgQueryable = Pick<Pool, "query">;

/** Runs prepared statements on a connection. Throws `ConnectionLost`, or the server's refusal. */
export function queryOn(target: PgQueryable, timeout: number): SqlQuery {
  return async ({ name, text }, values) => {
    const query = {
      name,
      text,
      values: values.map(encode),
      rowMode: "array" as const,
      query_timeout: timeout,
    };
    try {
      return (await target.query(query)).rows;
    } catch (error) {
      throw explained(error);
    }
  };
}

/** Runs SQL text that may be several statements, and gives the server's word for the last. */
export async function run(target: PgQueryable, text: string, timeout: number): Promise<string> {
  const query = { text, query_timeout: timeout };
  try {
    const result: unknown = await target.query(query);
    const last: unknown = Array.isArray(result) ? result.at(-1) : result;
    return (last as QueryResult).command;
  } catch (error) {
    throw explained(error);
  }
}

function explained(error: unknown): unknown {
  return isRefusal(error) ? error : new ConnectionLost(reasonOf(error), { cause: error });
}

/** An answer of a server that goes on, as it does not when it shuts down (57P…) or the connection fails (08…). */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error && "severity" in error && "code" in error)) return false;
  return typeof error.code === "string" && !/^(?:57P|08)/.test(error.code);
}

function encode(value: SqlValue): unknown {
  if (value instanceof BigInt64Array) return int8Array(value);
  return typeof value === "object" ? textArray(value) : value;
}
