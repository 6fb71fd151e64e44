import { VERSION_COLUMNS } from "./state-rows.ts";

/** What the statements on the table of versions are made of. */
export interface StateSql {
  /** A part of a statement that inserts versions, whose columns are the parameters from $5 on. */
  readonly added: string;
  readonly read: string;
  readonly latest: string;
  readonly latestOf: string;
  readonly before: string;
  readonly all: string;
}

/** `table` is the quoted name of the table of versions. */
export function stateSql(table: string): StateSql {
  const select = `SELECT ${VERSION_COLUMNS} FROM ${table}`;
  const latest = (kind: string, id: string): string =>
    `${select} WHERE kind = ${kind} AND id = ${id} ORDER BY version DESC LIMIT 1`;
  const latestOf = (kind: string, key: string): string =>
    latest(
      kind,
      `(SELECT id FROM ${table} WHERE kind = ${kind} AND key = ${key} AND version = 1 ORDER BY position DESC LIMIT 1)`,
    );
  // Times of one thing never go back, so that the last in time is the newest.
  const before = (kind: string, id: string, time: string): string =>
    `${select} WHERE kind = ${kind} AND id = ${id} AND time <= ${time} ORDER BY time DESC, version DESC LIMIT 1`;
  const next = (time: string): string =>
    `${select} WHERE kind = asked.kind AND id = asked.id AND time > ${time} ORDER BY time, version LIMIT 1`;
  const newest = `(SELECT time FROM ${table} WHERE kind = asked.kind AND id = asked.id ORDER BY version DESC LIMIT 1) - asked.span`;
  const columns = arrays(
    "$5::text[]",
    "$6::text[]",
    "$7::int8[]",
    "$8::text[]",
    "$9::int8[]",
    "$10::text[]",
  );
  return {
    added: `added AS (
    INSERT INTO ${table} (${VERSION_COLUMNS})
    SELECT ${VERSION_COLUMNS} FROM ROWS FROM (${columns})
      WITH ORDINALITY AS version (kind, id, version, key, time, text, place)
    ORDER BY place RETURNING 1)`,
    // Around each time: the versions near it, those at both ends of them, the same where the newest is the measure, and the newest.
    read: `
      SELECT 'id', found.* FROM ROWS FROM (${arrays("$1::text[]", "$2::text[]")}) AS asked (kind, id)
        CROSS JOIN LATERAL (${latest("asked.kind", "asked.id")}) AS found
      UNION ALL
      SELECT 'key', found.* FROM ROWS FROM (${arrays("$3::text[]", "$4::text[]")}) AS asked (kind, key)
        CROSS JOIN LATERAL (${latestOf("asked.kind", "asked.key")}) AS found
      UNION
      SELECT 'time', found.*
        FROM ROWS FROM (${arrays("$5::text[]", "$6::text[]", "$7::int8[]", "$8::int8[]", "$9::int8[]")})
          AS asked (kind, id, first, last, span)
        CROSS JOIN LATERAL (
          (${before("asked.kind", "asked.id", "asked.first")})
          UNION ALL (${select} WHERE kind = asked.kind AND id = asked.id AND time > asked.first AND time <= asked.last)
          UNION ALL (${next("asked.last")})
          UNION ALL (${before("asked.kind", "asked.id", newest)})
          UNION ALL (${next(newest)})
          UNION ALL (${latest("asked.kind", "asked.id")})
        ) AS found`,
    latest: latest("$1", "$2"),
    latestOf: latestOf("$1", "$2"),
    before: before("$1", "$2", "$3"),
    all: `SELECT latest.* FROM ${table} AS opening
      CROSS JOIN LATERAL (${latest("opening.kind", "opening.id")}) AS latest
      WHERE opening.kind = $1 AND opening.version = 1 AND latest.time >= $2 ORDER BY opening.position`,
  };
}

/** Arrays side by side, as the rows of a table. */
export function arrays(...parameters: readonly string[]): string {
  return parameters.map((parameter) => `pg_catalog.unnest(${parameter})`).join(", ");
}
