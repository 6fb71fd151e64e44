import type { SqlStatement } from "./sql-client.ts";

/** What the engine asks of its schema. */
export interface Statements {
  readonly append: SqlStatement;
  readonly appendWithChanges: SqlStatement;
  readonly announce: SqlStatement;
  readonly currentRequests: SqlStatement;
  readonly request: SqlStatement;
  readonly newestRequest: SqlStatement;
  readonly requests: SqlStatement;
  readonly openings: SqlStatement;
  readonly head: SqlStatement;
  readonly page: SqlStatement;
  readonly writerPage: SqlStatement;
  readonly lastId: SqlStatement;
}

/** A trigger or a rule could swallow a row: then the cast fails, and with it the transaction. */
const ALL_STORED = `CAST(CASE WHEN (SELECT count(*) FROM stored) = cardinality($1) THEN '1'
  ELSE 'an entry that the database did not store' END AS integer)`;

/** Durability belongs to the transaction itself, and so does the wake-up call, unless its channel is left empty. */
const SETTLE = `pg_catalog.set_config('synchronous_commit', 'on', true),
  CASE WHEN $4::text = '' THEN NULL ELSE pg_catalog.pg_notify($4::text, '') END`;

/** `schema` is an identifier that is quoted already; `tag` tells the statements of one schema from those of another. */
export function statementsFor(schema: string, tag: string): Statements {
  const log = `${schema}.log`;
  const changes = `${schema}.approval_changes`;
  // The rows of a function come in the order of the arrays and are inserted in it; a sort would only cost time.
  const stored = `stored AS (
    INSERT INTO ${log} (writer, seq, text)
    SELECT writer, seq, text
    FROM ROWS FROM (${arrays("$1::text[]", "$2::int8[]", "$3::text[]")}) AS entry (writer, seq, text)
    RETURNING 1)`;
  const changed = `changed AS (
    INSERT INTO ${changes} (id, ordinal, digest, state, request)
    SELECT id, ordinal, digest, state, request
    FROM ROWS FROM (${arrays("$5::text[]", "$6::int8[]", "$7::text[]", "$8::text[]", "$9::text[]")})
      WITH ORDINALITY AS change (id, ordinal, digest, state, request, place)
    ORDER BY place RETURNING 1)`;
  const allChanged = `CAST(CASE WHEN (SELECT count(*) FROM changed) = cardinality($5) THEN '1'
    ELSE 'a change of an approval that the database did not store' END AS integer)`;
  const newestOf = (digest: string): string =>
    `(SELECT id FROM ${changes} WHERE digest = ${digest} AND ordinal = 1 ORDER BY position DESC LIMIT 1)`;
  const statement = (name: string, text: string): SqlStatement => ({
    name: `capfence_${tag}_${name}`,
    text,
  });
  return {
    append: statement("append", `WITH ${stored} SELECT ${ALL_STORED}, ${SETTLE}`),
    appendWithChanges: statement(
      "append_with_changes",
      `WITH ${stored}, ${changed} SELECT ${ALL_STORED}, ${allChanged}, ${SETTLE}`,
    ),
    announce: statement("announce", "SELECT pg_catalog.pg_notify($1, '')"),
    currentRequests: statement(
      "current_requests",
      `SELECT wanted.digest, latest.ordinal, latest.request
       FROM (
         SELECT NULL AS digest, id FROM pg_catalog.unnest($1::text[]) AS id
         UNION ALL
         SELECT digest, ${newestOf("asked.digest")} FROM pg_catalog.unnest($2::text[]) AS asked (digest)
       ) AS wanted
       CROSS JOIN LATERAL (
         SELECT ordinal, request FROM ${changes} WHERE id = wanted.id ORDER BY ordinal DESC LIMIT 1
       ) AS latest`,
    ),
    request: statement(
      "request",
      `SELECT request FROM ${changes} WHERE id = $1 ORDER BY ordinal DESC LIMIT 1`,
    ),
    newestRequest: statement(
      "newest_request",
      `SELECT request FROM ${changes} WHERE id = ${newestOf("$1")} ORDER BY ordinal DESC LIMIT 1`,
    ),
    requests: statement(
      "requests",
      `SELECT latest.request
       FROM ${changes} AS opening
       CROSS JOIN LATERAL (
         SELECT request FROM ${changes} WHERE id = opening.id ORDER BY ordinal DESC LIMIT 1
       ) AS latest
       WHERE opening.ordinal = 1 ORDER BY opening.position`,
    ),
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

function arrays(...parameters: readonly string[]): string {
  return parameters.map((parameter) => `pg_catalog.unnest(${parameter})`).join(", ");
}
