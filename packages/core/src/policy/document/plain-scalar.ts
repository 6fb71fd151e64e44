import { compareDecimals, decimalOfNumber, parseDecimal } from "../../encoding/decimal.ts";

const NULL = /^(?:~|null|Null|NULL)?$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const NUMBER = /^(?:[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const NO_NUMBER = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** What a scalar that is no text may begin with. */
const SPECIAL_START = /^(?:[-+.\d~ntfNTF]|$)/;

/** What a plain scalar means by the core schema (YAML 1.2.2, section 10.3.2); undefined for infinities and no-numbers. */
export function readPlainScalar(text: string): string | number | boolean | null | undefined {
  if (!SPECIAL_START.test(text)) return text;
  if (NULL.test(text)) return null;
  if (BOOLEAN.test(text)) return text.toLowerCase() === "true";
  if (NUMBER.test(text)) return Number(text);
  return NO_NUMBER.test(text) ? undefined : text;
}

/** Whether a double holds what is written; spellings other than decimal are left to those who read the node. */
export function isExactNumber(value: number, text: string): boolean {
  const written = parseDecimal(text);
  if (written === undefined) return !Number.isInteger(value) || Number.isSafeInteger(value);
  const held = decimalOfNumber(value);
  return held !== undefined && compareDecimals(held, written) === 0;
}
