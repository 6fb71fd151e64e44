import type { Json, JsonObject } from "../../src/encoding/json.ts";

/** A value that is neither a list nor a mapping, and the keys that lead to it; places in lists are numbers. */
export interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: string | number | boolean | null;
}

/** Every leaf of a value. */
export function leavesOf(value: Json, path: Leaf["path"] = []): readonly Leaf[] {
  if (Array.isArray(value))
    return value.flatMap((one: Json, place) => leavesOf(one, [...path, place]));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...path, key]));
  return [{ path, value }];
}

/** Every list of texts in a value, at any depth. */
export function textListsOf(value: Json): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap((one) => textListsOf(one));
  const isList = Array.isArray(value) && value.length > 0;
  return isList && value.every((one) => typeof one === "string") ? [value, ...inner] : inner;
}

/** What stands at a JSON Pointer; undefined where there is nothing. */
export function at(payload: JsonObject, pointer: string): Json | undefined {
  let value: Json | undefined = payload;
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}
