// Format, default-ignorable and control characters: a person does not see them, and much that runs drops them.
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]|(?!\s)\p{Cc}/gu;
const NEEDS_FOLDING = /[^\x20-\x7e]|\s\s|^\s|\s$/;

/**
 * `text` as a careful reader would see it: NFKC, without invisible characters, white space runs as one space.
 * Returns the same string where nothing changes.
 */
export function foldText(text: string): string {
  if (!NEEDS_FOLDING.test(text)) return text;
  // Invisible characters go first: between a letter and its accent they would keep NFKC from joining the two.
  return text.replace(INVISIBLE, "").normalize("NFKC").replace(/\s+/g, " ").trim();
}
