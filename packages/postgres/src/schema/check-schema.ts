import { AuditError, ConfigurationError } from "@capfence/core";
import { identifier } from "../identifier.ts";
import { schemaTag } from "../schema-tag.ts";
import type { SqlQuery } from "../sql-client.ts";
import { describeSql, EXPECTED, FORMAT } from "./tables.ts";

const MEND = "`capfence storage init` makes a new one; it never changes one that is there";

/**
 * Throws `AuditError` unless a schema is exactly a log of this version, and says what is wrong with it;
 * `ConfigurationError` where there is none.
 */
export async function checkSchema(query: SqlQuery, schema: string): Promise<void> {
  const found = await describeSchema(query, schema);
  if (found.length === 0)
    throw new ConfigurationError(
      `there is no audit log in the schema "${schema}"; make it with \`capfence storage init\``,
    );
  // The format comes first: of another one, other tables are to be expected.
  if (found.includes("table meta") && found.includes("column meta.1 format integer not null"))
    await checkFormat(query, schema);
  const unexpected = found.find((line) => !EXPECTED.includes(line));
  const missing = EXPECTED.find((line) => !found.includes(line));
  if (unexpected !== undefined)
    throw new AuditError(
      `the schema "${schema}" is not a CapFence audit log as it was made: unexpected ${unexpected}; ${MEND}`,
    );
  if (missing !== undefined)
    throw new AuditError(
      `the schema "${schema}" is not a CapFence audit log as it was made: missing ${missing}; ${MEND}`,
    );
}

/** Whether a schema has nothing in it, or is not there. */
export async function isEmpty(query: SqlQuery, schema: string): Promise<boolean> {
  return (await describeSchema(query, schema)).length === 0;
}

/** Throws `AuditError` for a database in which a text is not stored as it is given. */
export async function checkEncoding(query: SqlQuery): Promise<void> {
  const [row] = await query(
    {
      name: "capfence_encoding",
      text: "SELECT pg_catalog.current_setting('server_encoding')",
    },
    [],
  );
  if (row?.[0] === "UTF8") return;
  throw new AuditError(
    `the database has the encoding ${String(row?.[0])}; a log needs one that was created with ENCODING 'UTF8'`,
  );
}

async function describeSchema(query: SqlQuery, schema: string): Promise<readonly string[]> {
  const rows = await query({ name: "capfence_describe", text: describeSql }, [schema]);
  return rows.map(([line]) => String(line));
}

async function checkFormat(query: SqlQuery, schema: string): Promise<void> {
  const name = identifier("the schema", schema);
  const rows = await query(
    { name: `capfence_format_${schemaTag(schema)}`, text: `SELECT format FROM ${name}.meta` },
    [],
  );
  const formats = rows.map(([format]) => Number(format));
  if (formats.length === 1 && formats[0] === FORMAT) return;
  throw new AuditError(
    `the audit log in the schema "${schema}" has format ${formats.join(" and ") || "none"}; this release reads format ${FORMAT}`,
  );
}
