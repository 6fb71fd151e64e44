import type { Json } from "../../src/encoding/json.ts";
import { type Decimal, readDecimal, sum } from "./decimal.ts";
import { type Leaf, leavesOf } from "./payload.ts";

const NOUNS = ["amount", "total", "value", "sum", "quantity", "price", "cost"];
const CURRENCIES = ["usd", "eur", "gbp", "jpy"];

/** An amount in a payload; undefined where something stands there that is not surely a number. */
export type Amount = Decimal | undefined;

const wordsOf = (key: string): readonly string[] =>
  key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_");

const isNoun = (word = ""): boolean => NOUNS.some((noun) => word === noun || word === `${noun}s`);

const isMinor = (key: string): boolean => wordsOf(key).at(-1) === "cents";

function isAmountKey(key: string): boolean {
  const words = wordsOf(key);
  if (isMinor(key) || isNoun(words.at(-1)) || isNoun(key.toLowerCase())) return true;
  return CURRENCIES.includes(words.at(-1) ?? "") && isNoun(words.at(-2));
}

/** Beside a number, an amount may have a currency or a note; only what has no digits is surely not an amount. */
function isNote({ path, value }: Leaf): boolean {
  const own = path.findLast((key) => typeof key === "string");
  if (own === undefined || isAmountKey(own) || isMinor(own)) return false;
  return (
    typeof value !== "number" && (typeof value !== "string" || !/\p{N}|^\W*(nan|inf)/iu.test(value))
  );
}

function amountOf({ path, value }: Leaf): Amount {
  if (path.some((key) => typeof key === "string" && isMinor(key))) return undefined;
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return readDecimal(String(value));
}

const keyOf = ({ path }: Leaf): string =>
  String(path.findLast((key) => typeof key === "string" && isAmountKey(key))).toLowerCase();

/** Every amount in a value, and for each key that repeats the sum of its amounts above zero. */
export function amountsIn(value: Json, declared: boolean): readonly Amount[] {
  const leaves = leavesOf(value)
    .filter(({ path }) => declared || path.some((key) => isAmountKey(String(key))))
    .filter((leaf) => !isNote(leaf));
  const sums = [...new Set(leaves.map(keyOf))].map((key) =>
    sum(
      leaves
        .filter((leaf) => keyOf(leaf) === key)
        .map(amountOf)
        .filter((one) => one !== undefined && one.units > 0n) as Decimal[],
    ),
  );
  return [...leaves.map(amountOf), ...sums.filter(({ units }) => units > 0n)];
}
