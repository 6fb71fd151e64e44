import { matchesGlob } from "../glob.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { Name } from "./facts.ts";

/** A name in a policy: parts with `*` and `?`, folded to lower case unless quoted, as PostgreSQL folds them. */
export interface NamePattern {
  readonly parts: readonly string[];
}

/** Longer than any database allows, and short enough to match globs against. */
const LONGEST_NAME = 512;

/** Reads `users`, `public.*` or `public."Users"`; undefined where quotes do not pair. */
export function parseNamePattern(text: string): NamePattern | undefined {
  const parts: string[] = [];
  const piece = /(?:"((?:[^"]|"")+)"|([^".]+))(\.|$)/y;
  while (piece.lastIndex < text.length) {
    const start = piece.lastIndex;
    const found = piece.exec(text);
    if (found === null || found[0] === "" || (found[3] === "." && piece.lastIndex === text.length))
      return undefined;
    piece.lastIndex = start + found[0].length;
    parts.push(found[1]?.replaceAll('""', '"') ?? (found[2] as string).toLowerCase());
  }
  return parts.length === 0 ? undefined : { parts };
}

/** Whether a name is surely one that an allow rule means: it says what it says, schema and case included. */
export function namesAllowed(name: Name, patterns: readonly NamePattern[]): Truth {
  if (tooLong(name)) return UNCERTAIN;
  return patterns.some(({ parts }) => matchesExactly(parts, name)) ? TRUE : FALSE;
}

/**
 * Whether a name is one that a deny rule means: with or without a schema, whatever its case. A name with fewer parts
 * than the pattern may be it: the database's search path decides.
 */
export function namesDenied(name: Name, patterns: readonly NamePattern[]): Truth {
  if (tooLong(name)) return UNCERTAIN;
  const folded = name.map((part) => part.toLowerCase());
  let truth: Truth = FALSE;
  for (const { parts } of patterns) {
    const pattern = parts.map((part) => part.toLowerCase());
    if (endsLike(pattern, folded)) return TRUE;
    if (endsLike(folded.length < pattern.length ? pattern.slice(-folded.length) : pattern, folded))
      truth = UNCERTAIN;
  }
  return truth;
}

/** `*` alone stands for a name with any number of parts. */
function matchesExactly(pattern: readonly string[], name: Name): boolean {
  if (pattern.length === 1 && pattern[0] === "*") return true;
  return pattern.length === name.length && endsLike(pattern, name);
}

/** Whether the last parts of a name are like the pattern's. */
function endsLike(pattern: readonly string[], name: Name): boolean {
  const rest = name.slice(-pattern.length);
  return (
    rest.length === pattern.length &&
    pattern.every((part, index) => matchesGlob(part, rest[index] as string))
  );
}

function tooLong(name: Name): boolean {
  return name.length === 0 || name.some((part) => part.length > LONGEST_NAME);
}
