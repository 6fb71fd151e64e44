import type { Json } from "./json.ts";

/**
 * The RFC 8785 (JCS) form of a JSON value: equal values give equal text.
 *
 * Expects well-formed strings and finite numbers, as `freezeJson` and `parseJson` guarantee;
 * ECMAScript's own number and string serialisation is the one the RFC prescribes.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    return `[${items.map(canonicalJson).join(",")}]`;
  }
  let members = "";
  // Default sort compares UTF-16 code units, which is the order RFC 8785 (3.2.3) asks for.
  for (const key of Object.keys(value).toSorted()) {
    const member = (value as Readonly<Record<string, Json>>)[key];
    if (member !== undefined)
      members += `${members === "" ? "" : ","}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Printable ASCII but quotes and backslashes, which stands in quotes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
