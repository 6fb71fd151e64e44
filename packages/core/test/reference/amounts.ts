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

function amountOf({ path, value }: Leaf): Amount {
  if (path.some((key) => typeof key === "string" && isMinor(key))) return undefined;
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return readDecimal(String(value));
}

/** Every amount in a value, and for each place that repeats in lists the sum of what stands there. */
export function amountsIn(value: Json, declared: boolean): readonly Amount[] {
  const leaves = leavesOf(value).filter(
    ({ path }) => declared || path.some((key) => typeof key === "string" && isAmountKey(key)),
  );
  const placeOf = ({ path }: Leaf): string =>
    JSON.stringify(path.map((key) => (typeof key === "number" ? 0 : key)));
  const sums = [...new Set(leaves.map(placeOf))].map((place) => {
    const amounts = leaves.filter((leaf) => placeOf(leaf) === place).map(amountOf);
    return amounts.includes(undefined) ? undefined : sum(amounts as Decimal[]);
  });
  return [...leaves.map(amountOf), ...sums];
}
