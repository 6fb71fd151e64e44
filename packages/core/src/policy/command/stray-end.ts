import type { Statement } from "unbash";

const BACKGROUND = /\s*;(?!;)/y;
const OTHER = /\s*;(?!;)\s*;(?!;)/y;

/** Whether a `;` too many follows a statement: before `done` and the like the parser lets one pass. */
export function hasStrayEnd({ background, end }: Statement, source: string): boolean {
  // Where it runs in the background, its end is that of the `&`.
  const stray = background === true ? BACKGROUND : OTHER;
  stray.lastIndex = end;
  return stray.test(source);
}
