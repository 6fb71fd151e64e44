// Format, default-ignorable and control characters: a person does not see them, and much that runs drops them.
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]|(?!\s)\p{Cc}/gu;
// oxlint-disable-next-line no-control-regex -- these are what is looked for, and their class is three times as slow
const INVISIBLE_ASCII = /[\0-\x08\x0e-\x1f\x7f]/g;
const NEEDS_FOLDING = /[^\x20-\x7e]|\s\s|^\s|\s$/;
const BEYOND_ASCII = /[^\0-\x7f]/;
/** White space that is not one space; looking for it is quicker than looking at every space. */
const ODD_SPACE = /\s{2,}|[^\S ]/g;
/** NFKC sorts the marks of a run in quadratic time; no writing needs so many on one letter. */
const TOO_MANY_MARKS = /\p{M}{33}/u;

/** The UTF-16 code units beyond plain ASCII text that are folded for one decision: NFKC makes up to 18 of one. */
export const LONGEST_FOLDED: number = 64 * 1024;

/** Whether folding a text needs NFKC, which takes far longer than anything else that is done to it. */
export function needsNormalizing(text: string): boolean {
  return BEYOND_ASCII.test(text);
}

/**
 * `text` as a careful reader would see it: NFKC, without invisible characters, white space runs as one space.
 * Returns the same string where nothing changes, and undefined where a text beyond ASCII is longer than
 * `longest` or has more than 32 combining marks in a row, so that folding it would take too long.
 */
export function foldText(text: string, longest: number = LONGEST_FOLDED): string | undefined {
  if (!NEEDS_FOLDING.test(text)) return text;
  if (!needsNormalizing(text)) return withSingleSpaces(text.replace(INVISIBLE_ASCII, ""));
  if (text.length > longest) return undefined;
  // Invisible characters go first: between a letter and its accent they would keep NFKC from joining the two.
  const visible = text.replace(INVISIBLE, "");
  return TOO_MANY_MARKS.test(visible) ? undefined : withSingleSpaces(visible.normalize("NFKC"));
}

function withSingleSpaces(text: string): string {
  return text.replace(ODD_SPACE, " ").trim();
}
