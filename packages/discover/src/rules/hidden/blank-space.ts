import { codePoint } from "../../texts/unseen.ts";
import type { Concealment, Look } from "./concealment.ts";

/** Spaces that nobody types; typographers use thin ones, and those are counted apart. */
const ODD = /[\u1680\u2000\u2001\u2004-\u2008\u205f\u2800]/gu;
const TYPOGRAPHIC = /[\u00a0\u2002\u2003\u2009\u200a\u202f]/gu;
/** As many lines or columns as a window shows before one must scroll. */
const MOST = { lines: 12, columns: 80 } as const;

/** Blank that pushes the rest of a text out of sight, and spaces of several kinds that can be told apart as bits. */
export const blankSpace: Look = (text) => {
  const found: Concealment[] = [];
  const pushed = text
    .trim()
    .match(/\s{12,}/gu)
    ?.find(isOutOfSight);
  if (pushed !== undefined) {
    const what = `${pushed.length} blank characters in a row with more text behind them`;
    found.push({ severity: "high", what });
  }
  const odd = text.match(ODD) ?? [];
  const typographic = new Set(text.match(TYPOGRAPHIC));
  if (odd.length > 0 || typographic.size > 2) {
    const kinds = [...new Set([...odd, ...typographic])].map(codePoint).join(", ");
    found.push({
      severity: odd.length > 3 ? "high" : "medium",
      what: `spaces that look like others (${kinds})`,
    });
  }
  return found;
};

function isOutOfSight(blank: string): boolean {
  const lines = blank.split("\n");
  return lines.length > MOST.lines || lines.some((line) => line.length >= MOST.columns);
}
