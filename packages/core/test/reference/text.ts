import type { Json } from "../../src/encoding/json.ts";
import { leavesOf, textListsOf } from "./payload.ts";

/** The texts of a value: its strings, its numbers as written, and its lists of strings as one line. */
export function textsIn(value: Json): readonly string[] {
  const leaves = leavesOf(value)
    .filter((leaf) => typeof leaf.value === "string" || typeof leaf.value === "number")
    .map((leaf) => String(leaf.value));
  return [...leaves, ...textListsOf(value).map((list) => list.join(" "))];
}

/** A text as a reader might see it: compatible characters made one, invisible ones gone, white space folded. */
export function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** Whether `needle` stands in `text`, whatever its case. */
export function includes(text: string, needle: string): boolean {
  return text.toLowerCase().includes(needle.toLowerCase());
}

/** What is left of a text without what is easily overlooked: case, white space, invisible characters. */
export function gist(text: string): string {
  return plain(text).toLowerCase().replaceAll(" ", "");
}
