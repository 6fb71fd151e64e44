import { AuditError, type StateKind, type StateVersion } from "@capfence/core";
import { isStorable, readInteger } from "./entry-rows.ts";
import type { SqlRow, SqlValue } from "./sql-client.ts";

/** The columns of a version in every row, in their order. */
export const VERSION_COLUMNS: string = "kind, id, version, key, time, text";

/** The columns of versions to insert. Throws `AuditError` for one that would not come back as it is. */
export function versionColumns(versions: readonly StateVersion[]): readonly SqlValue[] {
  for (const { kind, id, version, key, time, text } of versions) {
    const storable = [id, key, text].every(isStorable);
    if (!storable || !Number.isSafeInteger(version) || version < 1 || !Number.isSafeInteger(time))
      throw new AuditError(
        `a version of the ${kind} ${JSON.stringify(id)} has a U+0000, a lone surrogate or a number that is not whole, which PostgreSQL does not store`,
      );
  }
  return [
    versions.map(({ kind }) => kind),
    versions.map(({ id }) => id),
    BigInt64Array.from(versions, ({ version }) => BigInt(version)),
    versions.map(({ key }) => key),
    BigInt64Array.from(versions, ({ time }) => BigInt(time)),
    versions.map(({ text }) => text),
  ];
}

/** The version in a row of {@link VERSION_COLUMNS}. */
export function readVersion([kind, id, version, key, time, text]: SqlRow): StateVersion {
  return {
    kind: String(kind) as StateKind,
    id: String(id),
    version: readInteger(version),
    key: String(key),
    time: readInteger(time),
    text: String(text),
  };
}
