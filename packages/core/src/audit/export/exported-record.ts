import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";

/**
 * As much of a record as every export needs. A log may hold kinds that are newer than this reader, and a log that
 * was tampered with may hold anything, so the rest is read with care and what is missing is left out.
 */
export interface ExportedRecord {
  readonly v: number;
  readonly writer: string;
  readonly seq: number;
  readonly time: string;
  readonly kind: string;
}

/** The record as plain JSON. */
export function plain(record: ExportedRecord): JsonObject {
  return record as unknown as JsonObject;
}

/** A member, if it is text that is not empty. */
export function textOf(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A member, if it is an object. */
export function objectOf(object: JsonObject, key: string): JsonObject | undefined {
  const value = own(object, key);
  return isJsonObject(value) ? value : undefined;
}

/** The object without these members. */
export function without(object: JsonObject, keys: Iterable<string>): JsonObject {
  const left = new Set(keys);
  return Object.fromEntries(Object.entries(object).filter(([key]) => !left.has(key)));
}

/** The object without members that are missing. */
export function present(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}

/** Names a record among those of all writers: `<writer>/<seq>`. */
export function recordId(record: ExportedRecord): string {
  return `${textOf(plain(record), "writer") ?? "unknown"}/${placeOf(record)}`;
}

/** Its place in its log, or 0 if it has none. */
export function placeOf(record: ExportedRecord): number {
  const seq = own(plain(record), "seq");
  return Number.isSafeInteger(seq) ? (seq as number) : 0;
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
