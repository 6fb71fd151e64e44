// Zero-width, bidirectional and other format characters, which change what a person sees but not what runs.
const INVISIBLE = /\p{Cf}/gu;
const NEEDS_FOLDING = /[^\x20-\x7e]|\s\s|^\s|\s$/;

/**
 * `text` as a careful reader would see it: NFKC, without invisible characters, white space runs as one space.
 * Returns the same string where nothing changes.
 */
export function foldText(text: string): string {
  if (!NEEDS_FOLDING.test(text)) return text;
  return text.normalize("NFKC").replace(INVISIBLE, "").replace(/\s+/g, " ").trim();
}
