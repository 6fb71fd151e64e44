import { compareDecimals, decimalOfNumber, parseDecimal } from "../../encoding/decimal.ts";

/** Whether a double holds what is written; spellings other than decimal are left to those who read the node. */
export function isExactNumber(value: number, text: string): boolean {
  const written = parseDecimal(text);
  if (written === undefined) return !Number.isInteger(value) || Number.isSafeInteger(value);
  const held = decimalOfNumber(value);
  return held !== undefined && compareDecimals(held, written) === 0;
}

/** A YAML parser's fault in our words where they say more than the parser's. */
export function describeYamlFault(code: string, message: string): string {
  if (code === "DUPLICATE_KEY") return "duplicate key; the second would silently replace the first";
  if (/call stack/.test(message)) return "nested too deeply";
  if (code === "TAB_AS_INDENT") return "tabs cannot indent YAML; use spaces";
  const [first = ""] = message.split("\n");
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}
