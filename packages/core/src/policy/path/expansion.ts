/** Upper-case names alone, because `$id.tsx` is how some frameworks name their files. */
const EXPANSION = /\$[{(]|`|\$[A-Z_][A-Z0-9_]*(?![a-z])|%[A-Z_][A-Z0-9_()]{2,}%/;

/** Whether a shell or a tool may put something else in place of a part of a path. */
export function hasExpansion(text: string): boolean {
  return EXPANSION.test(text);
}
