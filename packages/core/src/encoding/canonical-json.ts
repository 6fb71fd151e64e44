import type { Json, JsonObject } from "./json.ts";

/**
 * The RFC 8785 (JCS) form of a JSON value: equal values give equal text.
 *
 * Expects well-formed strings and finite numbers, as `freezeJson` and `parseJson` guarantee;
 * ECMAScript's own number and string serialisation is the one the RFC prescribes.
 */
export function canonicalJson(value: Json): string {
  // What stands in order already is what the host writes, several times as fast.
  return isInOrder(value) ? JSON.stringify(value) : inOrder(value);
}

/** An equal value whose keys stand in the order of RFC 8785, as far as the host keeps it: it puts whole numbers first. */
export function withOrderedKeys<Value extends Json>(value: Value): Value {
  return isInOrder(value) ? value : (ordered(value) as Value);
}

function ordered(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(ordered);
  const members = Object.entries(value as JsonObject).toSorted(([left], [right]) =>
    left < right ? -1 : 1,
  );
  return Object.fromEntries(members.map(([key, member]) => [key, ordered(member)]));
}

/** Whether all keys stand in order, and no library has taught objects to be written as something else. */
function isInOrder(value: Json): boolean {
  if (typeof value !== "object" || value === null) return true;
  if ("toJSON" in value) return false;
  if (Array.isArray(value)) return (value as readonly Json[]).every(isInOrder);
  const members = value as JsonObject;
  let before = "";
  // Also those of a prototype that was tampered with, which can only make this say no.
  for (const key in members) {
    if (key < before) return false;
    before = key;
    const member = members[key];
    if (typeof member === "object" && !isInOrder(member)) return false;
  }
  return true;
}

function inOrder(value: Json): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    return `[${items.map(inOrder).join(",")}]`;
  }
  let members = "";
  // Default sort compares UTF-16 code units, which is the order RFC 8785 (3.2.3) asks for.
  for (const key of Object.keys(value).toSorted()) {
    const member = (value as JsonObject)[key];
    if (member !== undefined)
      members += `${members === "" ? "" : ","}${quoted(key)}:${inOrder(member)}`;
  }
  return `{${members}}`;
}

/** Printable ASCII but quotes and backslashes, which stands in quotes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
