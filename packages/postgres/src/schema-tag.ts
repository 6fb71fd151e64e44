import { createHash } from "node:crypto";

/** A short name for a schema, of letters and digits only. */
export function schemaTag(schema: string): string {
  return createHash("sha256").update(schema).digest("hex").slice(0, 16);
}

/** The key of the lock under which something in a schema is changed, as PostgreSQL's signed 64-bit integer. */
export function lockKey(schema: string, thing: string): bigint {
  return createHash("sha256")
    .update(`${schemaTag(schema)} ${thing}`)
    .digest()
    .readBigInt64BE(0);
}
