import { wrapAnsi } from "fast-wrap-ansi";
import { printable } from "../printable.ts";

/** More marks on one letter than any language writes; a pile of them would cover the lines around. */
const PILE = /\p{M}{4,}/gu;

/** `text` as it may be shown: nothing in it acts on a terminal, hides in it or covers other lines. */
export function screenText(text: string): string {
  return printable(text).replace(PILE, (marks) =>
    Array.from(marks, (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`).join(""),
  );
}

/** `text` cut into lines of a width, at blanks where there are some; lines after the first never begin further left. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines = wrapAnsi(text, Math.max(8, width), { hard: true, trim: false }).split("\n");
  // The blank at which a line was broken.
  return lines.map((line, index) => (index === 0 ? line : line.replace(/^ /, "")).trimEnd());
}

/** A head and a text beside it, wrapped so that the text keeps to its own column. Neither may hold escapes. */
export function hanging(head: string, text: string, width: number): readonly string[] {
  const indent = " ".repeat(head.length);
  return wrapped(text, width - head.length).map((line, index) =>
    `${index === 0 ? head : indent}${line}`.trimEnd(),
  );
}
