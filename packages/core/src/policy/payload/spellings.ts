import { foldText, LONGEST_FOLDED, needsNormalizing } from "./text.ts";

/** Texts in every way that something may read them. */
export interface Spellings {
  /** The texts as written, and each as a careful reader would see it where that differs. */
  readonly all: readonly string[];
  /** `all` without ASCII texts as written where folding changed them. */
  readonly folded: readonly string[];
  /** Whether folding some text would take too long, so that `all` lacks what a careful reader would see. */
  readonly lacking: boolean;
}

/** Every spelling of these texts. */
export function spell(texts: readonly string[]): Spellings {
  const all: string[] = [...texts];
  const folded: string[] = [];
  let lacking = false;
  let left = LONGEST_FOLDED;
  for (const text of texts) {
    const normalized = needsNormalizing(text);
    const seen = foldText(text, left);
    if (seen === undefined) lacking = true;
    else if (normalized) left -= text.length;
    if (seen !== undefined && seen !== text) all.push(seen);
    if (seen !== undefined) folded.push(seen);
    // NFKC may join the last letter of a literal with what follows it, so such a text is looked at both ways.
    if (seen === undefined || (normalized && seen !== text)) folded.push(text);
  }
  return { all, folded: folded.length === all.length ? all : folded, lacking };
}
