import type { SqlStatement } from "./sql-client.ts";
import { arrays, stateSql } from "./state-sql.ts";

/** What the engine asks of its schema. */
export interface Statements {
  readonly append: SqlStatement;
  readonly appendWithVersions: SqlStatement;
  readonly announce: SqlStatement;
  /** What a commit reads; a row is what it was asked for as, and a version. */
  readonly read: SqlStatement;
  readonly latest: SqlStatement;
  readonly latestOf: SqlStatement;
  readonly before: SqlStatement;
  readonly all: SqlStatement;
  readonly openings: SqlStatement;
  readonly head: SqlStatement;
  readonly page: SqlStatement;
  readonly writerPage: SqlStatement;
  readonly lastId: SqlStatement;
}

/** A trigger or a rule could swallow a row: then the cast fails, and with it the transaction. */
const ALL_STORED = `CAST(CASE WHEN (SELECT count(*) FROM stored) = cardinality($1) THEN '1'
  ELSE 'an entry that the database did not store' END AS integer)`;

const ALL_ADDED = `CAST(CASE WHEN (SELECT count(*) FROM added) = cardinality($5) THEN '1'
  ELSE 'a version that the database did not store' END AS integer)`;

/** Durability belongs to the transaction itself, and so does the wake-up call, unless its channel is left empty. */
const SETTLE = `pg_catalog.set_config('synchronous_commit', 'on', true),
  CASE WHEN $4::text = '' THEN NULL ELSE pg_catalog.pg_notify($4::text, '') END`;

/** `schema` is an identifier that is quoted already; `tag` tells the statements of one schema from those of another. */
export function statementsFor(schema: string, tag: string): Statements {
  const log = `${schema}.log`;
  const state = stateSql(`${schema}.state`);
  // The rows of a function come in the order of the arrays and are inserted in it; a sort would only cost time.
  const stored = `stored AS (
    INSERT INTO ${log} (writer, seq, text)
    SELECT writer, seq, text
    FROM ROWS FROM (${arrays("$1::text[]", "$2::int8[]", "$3::text[]")}) AS entry (writer, seq, text)
    RETURNING 1)`;
  const statement = (name: string, text: string): SqlStatement => ({
    name: `capfence_${tag}_${name}`,
    text,
  });
  return {
    append: statement("append", `WITH ${stored} SELECT ${ALL_STORED}, ${SETTLE}`),
    appendWithVersions: statement(
      "append_with_versions",
      `WITH ${stored}, ${state.added} SELECT ${ALL_STORED}, ${ALL_ADDED}, ${SETTLE}`,
    ),
    announce: statement("announce", "SELECT pg_catalog.pg_notify($1, '')"),
    read: statement("read", state.read),
    latest: statement("latest", state.latest),
    latestOf: statement("latest_of", state.latestOf),
    before: statement("before", state.before),
    all: statement("all", state.all),
    openings: statement(
      "openings",
      `SELECT writer, seq, text FROM ${log} WHERE seq = 1 ORDER BY id`,
    ),
    head: statement(
      "head",
      `SELECT writer, seq, text FROM ${log} WHERE writer = $1 ORDER BY seq DESC LIMIT 1`,
    ),
    page: statement(
      "page",
      `SELECT writer, seq, text, id FROM ${log} WHERE id > $1 ORDER BY id LIMIT $2`,
    ),
    writerPage: statement(
      "writer_page",
      `SELECT writer, seq, text FROM ${log} WHERE writer = $3 AND seq > $1 ORDER BY seq LIMIT $2`,
    ),
    lastId: statement("last_id", `SELECT coalesce(max(id), 0) FROM ${log}`),
  };
}
