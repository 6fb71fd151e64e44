import type { WordPart } from "unbash";

/** Whether a part of a word is nothing but text, however it is quoted. */
export function isLiteralPart(part: WordPart): boolean {
  if (part.type === "DoubleQuoted") return part.parts.every(isLiteralPart);
  return part.type === "Literal" || part.type === "SingleQuoted" || part.type === "AnsiCQuoted";
}
