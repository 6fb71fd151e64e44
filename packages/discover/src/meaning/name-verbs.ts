import { type Verb, verbOf } from "./verbs.ts";

/** Verbs of a name: those that surely are, and those that may as well be things. */
export interface NameVerbs {
  readonly sure: readonly Verb[];
  readonly maybe: readonly Verb[];
}

/** After these a name begins anew, as in `create_or_update`. */
const JOINTS = new Set(["and", "or", "then"]);

/** Whatever follows them is what they are about, as in `get_delete_history`. */
const STRONG_READS = new Set(["count", "describe", "get", "list", "show"]);

/** The verbs of a tool's name: of each of its parts, the one that leads. */
export function verbsOfName(words: readonly string[]): NameVerbs {
  const parts: string[][] = [[]];
  for (const word of words)
    if (JOINTS.has(word)) parts.push([]);
    else parts.at(-1)?.push(word);
  const found = parts.map(verbsOfPart);
  return { sure: found.flatMap(({ sure }) => sure), maybe: found.flatMap(({ maybe }) => maybe) };
}

const NONE: NameVerbs = { sure: [], maybe: [] };

function verbsOfPart(words: readonly string[]): NameVerbs {
  const verbs = words.map(verbOf);
  const last = verbs.at(-1);
  const first = verbs[0];
  const certain = verbs.findIndex((verb) => verb?.form === "base" && !verb.maybeNoun);
  if (first?.form === "base" && certain !== 0) {
    // `list_update` and `email_search` end with what they do; `email_user` and `list_delete_markers` start with it.
    const ends = last !== undefined && certain === words.length - 1 ? last : first;
    return { sure: [ends], maybe: [] };
  }
  const leading = verbs[certain];
  if (leading !== undefined) {
    const next = verbs[certain + 1];
    // `search_replace` does both.
    const both =
      leading.deed === "read" && !STRONG_READS.has(leading.base) && next?.form === "base"
        ? [next].filter(({ deed, maybeNoun }) => deed !== "read" && !maybeNoun)
        : [];
    return { sure: [leading, ...both], maybe: [] };
  }
  // `DataWiping`, `system_shutdown` and `git_commit`, or else `api_patch_page`.
  const some = last ?? verbs.find((verb) => verb?.form === "base");
  return some === undefined ? NONE : { sure: [], maybe: [some] };
}
