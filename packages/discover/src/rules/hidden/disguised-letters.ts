import { spelledApart } from "../../texts/readings.ts";
import { latinised, looksLatin } from "../../texts/look-alikes.ts";
import type { Concealment, Look } from "./concealment.ts";

const LETTERS = /[\p{L}\p{M}]+/gu;
const LATIN = /\p{Script=Latin}/u;
const STYLED = /(?:[\u{1d400}-\u{1d7ff}\u{1f110}-\u{1f169}\u24b6-\u24e9]\s?){4,}/u;

/** Words written with letters of another alphabet or kind than they seem to have. */
export const disguisedLetters: Look = (text) => {
  const found: Concealment[] = [];
  const words = text.match(LETTERS) ?? [];
  const mixed = words.filter((word) => isMixed(word));
  // In a text of an own alphabet, words whose letters all look Latin are words like any other.
  const foreign = words.filter((word) => !LATIN.test(word));
  const copied = foreign.every((word) => Array.from(word).every(looksLatin))
    ? foreign.filter((word) => word.length > 2)
    : [];
  const what = "words with letters of another alphabet that look like Latin ones";
  if (mixed.length > 0) found.push({ severity: "high", what, says: latin(mixed) });
  else if (copied.length > 0 && copied.length < words.length)
    found.push({ severity: "medium", what, says: latin(copied) });
  if (STYLED.test(text))
    found.push({
      severity: "medium",
      what: "words in mathematical or circled letters, which no search finds",
      says: STYLED.exec(text)?.[0].normalize("NFKC") ?? "",
    });
  const apart = spelledApart(text).filter((one) => one.length > 12);
  if (apart.length > 0)
    found.push({
      severity: "medium",
      what: "words that are spelled apart, so that no search finds them",
      says: apart.join(" ").replace(/[ .\-_*]/gu, ""),
    });
  return found;
};

function latin(words: readonly string[]): string {
  return words.slice(0, 8).map(latinised).join(" ");
}

/** Units and signs such as `μs` hold a Greek letter that nobody takes for a Latin one. */
function isMixed(word: string): boolean {
  return (
    LATIN.test(word) && Array.from(word).some((letter) => looksLatin(letter) && !LATIN.test(letter))
  );
}
