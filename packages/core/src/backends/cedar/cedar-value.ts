import type { CedarValueJson } from "@cedar-policy/cedar-wasm/nodejs";
import { decimalOfNumber } from "../../encoding/decimal.ts";
import { isJsonObject, type Json } from "../../encoding/json.ts";
import { writePointer } from "../../policy/payload/json-pointer.ts";

/** An argument that Cedar has no value for; the message says which and why. */
class UnrepresentableError extends Error {
  override readonly name = "UnrepresentableError";
}

/** Keys that Cedar reads as something else than a member of a record. */
const ESCAPES: ReadonlySet<string> = new Set(["__entity", "__extn", "__expr"]);
/** A Cedar decimal has at most four digits behind its point and must fit into 64 bits. */
const DECIMAL = /^-?\d{1,14}(?:\.\d{1,4})?$/;

/**
 * A JSON value as Cedar's: whole numbers are longs, other numbers decimals, lists sets. Throws
 * `UnrepresentableError` for null, numbers a decimal cannot hold, and keys that Cedar gives a meaning of its own.
 */
export function cedarValue(value: Json, pointer = ""): CedarValueJson {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return cedarNumber(value, pointer);
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item, index) => cedarValue(item, `${pointer}/${index}`));
  if (!isJsonObject(value)) throw new UnrepresentableError(`null at "${pointer}"`);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (ESCAPES.has(key)) throw new UnrepresentableError(`the key "${key}" at "${pointer}"`);
      return [key, cedarValue(member, pointer + writePointer([key]))];
    }),
  );
}

function cedarNumber(value: number, pointer: string): CedarValueJson {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  const text = String(value);
  if (decimalOfNumber(value) === undefined || !DECIMAL.test(text))
    throw new UnrepresentableError(`the number ${text} at "${pointer}"`);
  return { __extn: { fn: "decimal", arg: text.includes(".") ? text : `${text}.0` } };
}
