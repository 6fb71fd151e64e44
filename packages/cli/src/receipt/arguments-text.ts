import type { DecisionRecord, Json, JsonObject } from "@capfence/core";
import { pointerPart } from "../json-pointer.ts";

/**
 * The arguments of a call as JSON in which `[redacted]` stands where the record has a digest instead. No argument can
 * look like that: the text of one is in quotes.
 */
export function argumentsText({
  payload,
  redacted,
}: Pick<DecisionRecord, "payload" | "redacted">): string {
  const places = new Set<unknown>(Array.isArray(redacted) ? redacted : []);
  return places.size === 0 ? JSON.stringify(payload) : write(payload, "/payload", places);
}

function write(value: Json, pointer: string, places: ReadonlySet<unknown>): string {
  if (places.has(pointer)) return "[redacted]";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item, index) =>
      write(item, `${pointer}/${index}`, places),
    );
    return `[${items.join(",")}]`;
  }
  const members = Object.entries(value as JsonObject).map(
    ([name, member]) =>
      `${JSON.stringify(name)}:${write(member, pointer + pointerPart(name), places)}`,
  );
  return `{${members.join(",")}}`;
}
