import { codePoint } from "../../texts/unseen.ts";
import type { Concealment, Look } from "./concealment.ts";

const ANSI: readonly string[] = ["\u001b", "\u009b"];
// The escape written out: only a program that interprets it hides what follows.
const ANSI_WRITTEN = /\\(?:x1b|033|e|u001b)\[\d/iu;
const CONTROL = /(?![\t\n\r])[\p{Cc}\p{Cs}]/gu;
const PRIVATE = /\p{Co}/gu;

/** Sequences and characters that a terminal obeys instead of showing them, and those that are no characters at all. */
export const controlCharacters: Look = (text) => {
  const found: Concealment[] = [];
  if (ANSI.some((one) => text.includes(one)))
    found.push({
      severity: "critical",
      what: "terminal escape sequences, which can make a terminal show another text",
    });
  else if (ANSI_WRITTEN.test(text))
    found.push({ severity: "low", what: "a terminal escape sequence that is written out" });
  const control = [...new Set(text.match(CONTROL))].filter((one) => !ANSI.includes(one));
  if (control.length > 0)
    found.push({
      severity: "high",
      what: `control characters (${control.slice(0, 8).map(codePoint).join(", ")})`,
    });
  const own = [...new Set(text.match(PRIVATE))];
  if (own.length > 0)
    found.push({
      severity: "medium",
      what: `characters of private use (${own.slice(0, 8).map(codePoint).join(", ")}), which every font shows as it likes`,
    });
  return found;
};
