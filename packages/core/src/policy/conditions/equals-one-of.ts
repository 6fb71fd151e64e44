import { canonicalJson } from "../../encoding/canonical-json.ts";
import type { Json } from "../../encoding/json.ts";
import { foldText } from "../payload/text.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";

/** The length up to which a text may be a name or a value of a list, which tools may compare loosely. */
export const LONGEST_LOOSE_TEXT = 4096;

/**
 * Answers whether a value is equal, as JSON, to one of these. What a tool may take for the same is uncertain: values
 * of different types (`"5"` and `5`), and texts that differ in case, invisible characters or white space.
 */
export function equalsOneOf(values: readonly Json[]): (value: Json) => Truth {
  const kinds = new Set(values.map(kindOf));
  const canonical = new Set(values.map(canonicalJson));
  const loose = new Set(values.filter((value) => typeof value === "string").map(looseForm));
  return (value) => {
    if (!kinds.has(kindOf(value))) return UNCERTAIN;
    if (canonical.has(canonicalJson(value))) return TRUE;
    if (kinds.size > 1) return UNCERTAIN;
    return typeof value === "string" && loose.has(looseForm(value)) ? UNCERTAIN : FALSE;
  };
}

/** A text without what readers disagree on; undefined where it is too long. */
export function looseForm(text: string): string | undefined {
  return text.length > LONGEST_LOOSE_TEXT ? undefined : foldText(text)?.toLowerCase();
}

/** The JSON type of a value. */
export function kindOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
