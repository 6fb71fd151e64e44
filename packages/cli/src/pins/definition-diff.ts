import type { Json, JsonObject } from "@capfence/core";
import { canonicalJson } from "@capfence/core";
import { diffArrays } from "diff";

/** One line of a difference: taken away, added, the same in both, or how many more are the same in both. */
export interface DiffLine {
  readonly sign: "-" | "+" | " " | "…";
  readonly text: string;
}

/** How one member of a definition differs. */
export interface FieldDiff {
  readonly field: string;
  readonly lines: readonly DiffLine[];
}

/** What a model reads first comes first; the rest follows in alphabetical order. */
const FIRST = ["title", "description", "inputSchema", "outputSchema", "annotations"];
/** How many lines around a change are shown. */
const CONTEXT = 3;
/** A server could make texts whose shortest difference takes hours to find, in milliseconds. */
const PATIENCE = 2000;

/** How two definitions of a tool differ, member by member; what differs is never cut. */
export function definitionDiff(before: JsonObject, after: JsonObject): readonly FieldDiff[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const ordered = [...names].toSorted(
    (one, other) => rank(one) - rank(other) || compare(one, other),
  );
  return ordered.flatMap((field) => {
    const [old, recent] = [before[field], after[field]];
    if (textOf(old) === textOf(recent)) return [];
    // A text may read like another value.
    const isText = [old, recent].every((value) => value === undefined || typeof value === "string");
    return [{ field, lines: diffOf(linesOf(old, isText), linesOf(recent, isText)) }];
  });
}

function diffOf(old: readonly string[], recent: readonly string[]): readonly DiffLine[] {
  const parts = diffArrays([...old], [...recent], { timeout: PATIENCE });
  // Without the shortest difference, all of both is one.
  if (parts === undefined) return [...signed("-", old), ...signed("+", recent)];
  return parts.flatMap(({ added, removed, value }, index) => {
    if (added || removed) return signed(added ? "+" : "-", value);
    return around(value, index > 0, index < parts.length - 1);
  });
}

/** Lines that are the same, of which only those near a change are shown. */
function around(
  lines: readonly string[],
  isAfterChange: boolean,
  isBeforeChange: boolean,
): readonly DiffLine[] {
  const head = isAfterChange ? CONTEXT : 0;
  const tail = isBeforeChange ? CONTEXT : 0;
  const left = lines.length - head - tail;
  if (left <= 1) return signed(" ", lines);
  return [
    ...signed(" ", lines.slice(0, head)),
    { sign: "…", text: `${left} lines are the same` },
    ...signed(" ", lines.slice(lines.length - tail)),
  ];
}

function signed(sign: DiffLine["sign"], lines: readonly string[]): readonly DiffLine[] {
  return lines.map((text) => ({ sign, text }));
}

/** A text by its own lines, anything else as JSON with keys in order. */
function linesOf(value: Json | undefined, isText: boolean): readonly string[] {
  if (value === undefined) return [];
  if (isText && typeof value === "string") return value.split("\n");
  return JSON.stringify(JSON.parse(canonicalJson(value)), undefined, 2).split("\n");
}

function textOf(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : canonicalJson(value);
}

function rank(field: string): number {
  const place = FIRST.indexOf(field);
  return place === -1 ? FIRST.length : place;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : 1;
}
