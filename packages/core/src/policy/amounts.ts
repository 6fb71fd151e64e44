import { addDecimals, type Decimal, decimalOfNumber, parseDecimal } from "../encoding/decimal.ts";
import type { Json, JsonObject } from "../encoding/json.ts";
import type { AmountKeys } from "./amount-keys.ts";
import { pointedAt } from "./json-pointer.ts";

/** One amount of a payload: a double where that is exact, else an exact decimal. */
export type Amount = number | Decimal;

/** The amounts of a payload. */
export interface AmountReading {
  /** Every amount found, and for a key that repeats the sum of its positive amounts. */
  readonly candidates: readonly Amount[];
  /** Something stands where an amount belongs but cannot be read as exactly one number. */
  readonly unreadable: boolean;
}

/** Reads the amounts at the declared pointers, else under every key that names an amount, at any depth. */
export function readAmounts(
  payload: JsonObject,
  keys: AmountKeys,
  pointers?: readonly string[],
): AmountReading {
  const reader = new AmountReader(keys);
  if (pointers === undefined) reader.members(payload, undefined);
  else for (const value of pointedAt(payload, pointers)) reader.visit(value, "declared", true);
  return reader.finish();
}

class AmountReader {
  readonly #keys: AmountKeys;
  readonly #candidates: Amount[] = [];
  readonly #candidateKeys: string[] = [];
  #unreadable = false;

  constructor(keys: AmountKeys) {
    this.#keys = keys;
  }

  /** `within` is the nearest enclosing key that names an amount; `named` says that it is the value's own key. */
  visit(value: Json, within: string | undefined, named: boolean): void {
    if (Array.isArray(value))
      for (const item of value as readonly Json[]) this.visit(item, within, named);
    else if (typeof value === "object" && value !== null) this.members(value as JsonObject, within);
    else if (within !== undefined) this.#leaf(value, within, named);
  }

  members(object: JsonObject, within: string | undefined): void {
    for (const key in object) {
      const meaning = this.#keys.meaningOf(key);
      if (meaning === "minor-units") this.#unreadable = true;
      if (meaning === "amount") this.visit(object[key] as Json, key, true);
      else this.visit(object[key] as Json, within, false);
    }
  }

  finish(): AmountReading {
    if (this.#candidates.length > 1) this.#addSums();
    return { candidates: this.#candidates, unreadable: this.#unreadable };
  }

  #leaf(value: Json, key: string, named: boolean): void {
    const amount = typeof value === "number" ? ofNumber(value) : ofText(value);
    if (amount !== undefined) {
      this.#candidates.push(amount);
      this.#candidateKeys.push(key);
    } else if (named) this.#unreadable = true;
  }

  /** Many small amounts under one key (`items[].amount`) move as much as one large one. */
  #addSums(): void {
    const byKey = new Map<string, Amount[]>();
    for (const [index, amount] of this.#candidates.entries()) {
      const key = (this.#candidateKeys[index] ?? "").toLowerCase();
      const same = byKey.get(key);
      if (same === undefined) byKey.set(key, [amount]);
      else same.push(amount);
    }
    for (const amounts of byKey.values())
      if (amounts.length > 1) this.#candidates.push(positiveSum(amounts));
  }
}

function ofNumber(value: number): Amount | undefined {
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? value : undefined;
  return Math.abs(value) >= 1e-15 ? value : undefined;
}

function ofText(value: Json): Amount | undefined {
  return typeof value === "string" ? parseDecimal(value) : undefined;
}

function positiveSum(amounts: readonly Amount[]): Amount {
  let sum: Decimal = { digits: 0n, exponent: 0 };
  for (const amount of amounts) {
    const decimal = asDecimal(amount);
    if (decimal.digits > 0n) sum = addDecimals(sum, decimal);
  }
  return sum;
}

/** An amount as an exact decimal. */
export function asDecimal(amount: Amount): Decimal {
  if (typeof amount !== "number") return amount;
  return decimalOfNumber(amount) ?? { digits: 0n, exponent: 0 };
}
