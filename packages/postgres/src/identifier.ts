import { ConfigurationError } from "@capfence/core";

/** PostgreSQL cuts longer names short without a word. */
const MAX_BYTES = 63;

/** A name as an SQL identifier that is always quoted. Throws `ConfigurationError` for one that PostgreSQL would change. */
export function identifier(what: string, name: string): string {
  if (name === "" || name.includes("\0") || !name.isWellFormed())
    throw new ConfigurationError(`${what} ${JSON.stringify(name)} is not a name PostgreSQL takes`);
  if (Buffer.byteLength(name) > MAX_BYTES)
    throw new ConfigurationError(`${what} "${name}" is longer than ${MAX_BYTES} bytes`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as an SQL literal, whatever `standard_conforming_strings` is. */
export function literal(text: string): string {
  const quoted = text.replaceAll("'", "''");
  return text.includes("\\") ? ` E'${quoted.replaceAll("\\", "\\\\")}'` : `'${quoted}'`;
}
