import type { JsonObject } from "@capfence/core";

/** Whether a value that was read from JSON is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under a key, if there is one. */
export function objectAt(owner: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = owner?.[key];
  return isJsonObject(value) ? value : undefined;
}

/** The text under a key, if there is one. */
export function textAt(owner: JsonObject | undefined, key: string): string | undefined {
  const value = owner?.[key];
  return typeof value === "string" ? value : undefined;
}
