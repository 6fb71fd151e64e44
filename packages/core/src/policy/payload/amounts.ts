import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalOfNumber,
  parseDecimal,
} from "../../encoding/decimal.ts";
import type { Json, JsonObject } from "../../encoding/json.ts";
import type { AmountKeys } from "./amount-keys.ts";
import { pointedAt } from "./json-pointer.ts";

/** One amount of a payload: a double where that is exact, else an exact decimal. */
export type Amount = number | Decimal;

/** What stands where an amount belongs but cannot be read as exactly one number. */
export interface OddAmount {
  readonly key: string;
  /** Undefined where the key itself is the matter: it counts minor units. */
  readonly value: Json | undefined;
}

/** The amounts of a payload. */
export class AmountReading {
  /** Every amount found, and for a key that repeats the sum of its positive amounts. */
  readonly candidates: readonly Amount[];
  /** The smallest candidate: it and the largest decide every comparison. */
  readonly least: Amount | undefined;
  readonly most: Amount | undefined;
  /** The first that stands where an amount belongs but cannot be read as exactly one number. */
  readonly odd: OddAmount | undefined;
  /** How many of the candidates stand in the payload; the sums come after them. */
  readonly found: number;

  constructor(
    candidates: readonly Amount[],
    odd: OddAmount | undefined,
    found: number = candidates.length,
  ) {
    let [least] = candidates;
    let most = least;
    for (const amount of candidates) {
      if (isBelow(amount, least ?? amount)) least = amount;
      if (isBelow(most ?? amount, amount)) most = amount;
    }
    this.candidates = candidates;
    this.least = least;
    this.most = most;
    this.odd = odd;
    this.found = found;
  }

  get unreadable(): boolean {
    return this.odd !== undefined;
  }
}

function isBelow(left: Amount, right: Amount): boolean {
  if (typeof left === "number" && typeof right === "number") return left < right;
  return compareDecimals(asDecimal(left), asDecimal(right)) < 0;
}

/** More amounts than this in one call take too long to compare; the rest counts as unreadable. */
const MOST_AMOUNTS = 10_000;

/** Reads the amounts at the declared pointers, else under every key that names an amount, at any depth. */
export function readAmounts(
  payload: JsonObject,
  keys: AmountKeys,
  pointers?: readonly string[],
): AmountReading {
  return (
    (pointers === undefined ? readFlat(payload, keys) : undefined) ??
    readAll(payload, keys, pointers)
  );
}

/** Most payloads are flat and have one plain amount or none, which takes no reader; undefined for all others. */
function readFlat(payload: JsonObject, keys: AmountKeys): AmountReading | undefined {
  let only: number | undefined;
  for (const key in payload) {
    const value = payload[key];
    if (typeof value === "object") return undefined;
    const meaning = keys.meaningOf(key);
    if (meaning === "other") continue;
    if (meaning !== "amount" || only !== undefined || !Number.isSafeInteger(value))
      return undefined;
    only = value as number;
  }
  return only === undefined ? NO_AMOUNTS : new AmountReading([only], undefined);
}

const NOTHING: readonly never[] = [];
const NO_AMOUNTS: AmountReading = new AmountReading(NOTHING, undefined);

function readAll(
  payload: JsonObject,
  keys: AmountKeys,
  pointers: readonly string[] | undefined,
): AmountReading {
  const reader = new AmountReader(keys);
  if (pointers === undefined) reader.members(payload, undefined);
  else for (const value of pointedAt(payload, pointers)) reader.visit(value, "fields.amount", true);
  const found = reader.candidates.length;
  reader.addSums();
  return new AmountReading(reader.candidates, reader.odd, found);
}

class AmountReader {
  candidates: readonly Amount[] = NOTHING;
  odd: OddAmount | undefined;
  readonly #keys: AmountKeys;
  /** The key of each candidate. */
  #candidateKeys: readonly string[] = NOTHING;

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
      if (meaning === "minor-units") this.odd ??= { key, value: undefined };
      if (meaning === "amount") this.visit(object[key] as Json, key, true);
      else this.visit(object[key] as Json, within, false);
    }
  }

  /** Many small amounts under one key (`items[].amount`) move as much as one large one. */
  addSums(): void {
    const byKey = new Map<string, Amount[]>();
    for (const [index, amount] of this.candidates.entries()) {
      const key = (this.#candidateKeys[index] as string).toLowerCase();
      const same = byKey.get(key);
      if (same === undefined) byKey.set(key, [amount]);
      else same.push(amount);
    }
    for (const amounts of byKey.values())
      if (amounts.length > 1) (this.candidates as Amount[]).push(positiveSum(amounts));
  }

  #leaf(value: Json, key: string, named: boolean): void {
    const amount = this.candidates.length < MOST_AMOUNTS ? readAmount(value) : undefined;
    if (amount === undefined) {
      if (named || mayHoldNumber(value)) this.odd ??= { key, value };
    } else if (this.candidates === NOTHING) {
      this.candidates = [amount];
      this.#candidateKeys = [key];
    } else {
      (this.candidates as Amount[]).push(amount);
      (this.#candidateKeys as string[]).push(key);
    }
  }
}

/** A value as exactly one number; undefined for everything a double or a plain decimal cannot tell exactly. */
export function readAmount(value: Json): Amount | undefined {
  if (typeof value === "string") return parseDecimal(value);
  if (typeof value !== "number") return undefined;
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? value : undefined;
  return Math.abs(value) >= 1e-15 ? value : undefined;
}

const NUMBER_LIKE = /\p{N}|^\W*(?:nan|inf(?:inity)?)\W*$/iu;

/** Beside a currency code or a note, an amount object may spell its number in a way that only its tool reads. */
function mayHoldNumber(value: Json): boolean {
  return typeof value !== "object" && NUMBER_LIKE.test(String(value));
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
