import type { Json, JsonObject } from "@capfence/core";
import { pointerPart } from "../json-pointer.ts";
import { screenText } from "./screen-text.ts";

/** A member of a JSON value that holds no others, or an empty one. */
export interface Leaf {
  /** Where it stands, as a JSON Pointer. */
  readonly pointer: string;
  readonly value: Json;
}

/** More members than anybody reads; what has more is not compared. */
export const MOST_LEAVES = 5000;

/** The leaves of an object in their order, `MOST_LEAVES` at most. */
export function leavesOf(object: JsonObject): readonly Leaf[] {
  const leaves: Leaf[] = [];
  collect("", object, leaves);
  return leaves;
}

function collect(pointer: string, value: Json, leaves: Leaf[]): void {
  if (leaves.length >= MOST_LEAVES) return;
  const members =
    typeof value === "object" && value !== null && !isRedacted(value) ? Object.entries(value) : [];
  if (members.length === 0 && pointer !== "") leaves.push({ pointer, value });
  for (const [name, member] of members) {
    if (leaves.length >= MOST_LEAVES) return;
    collect(pointer + pointerPart(name), member, leaves);
  }
}

/** How many characters of a long value are shown, of its beginning and of its end. */
const [BEGINNING, END] = [140, 50];

/** A value as JSON that can be shown; of a long one the beginning, the end and the length, unless `all` is wanted. */
export function showValue(value: Json | undefined, all = false): string {
  if (isRedacted(value)) return `(redacted, ${value.sha256.slice(0, 8)}…)`;
  const text = JSON.stringify(value) ?? "";
  if (all || text.length <= BEGINNING + END + 10) return screenText(text);
  const cut = `${text.slice(0, BEGINNING)} … ${text.slice(-END)}`;
  return `${screenText(cut)} (${text.length} characters)`;
}

/** Whether a value looks like what stands where something is redacted; a caller can send the same. */
export function isRedacted(
  value: Json | undefined,
): value is { readonly redacted: string; readonly sha256: string } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { redacted, sha256, ...rest } = value as JsonObject;
  return (
    (redacted === "value" || redacted === "member") &&
    typeof sha256 === "string" &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    Object.keys(rest).length === 0
  );
}
