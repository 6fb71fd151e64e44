import type { Json } from "../../encoding/json.ts";
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalOfNumber,
} from "../../encoding/decimal.ts";
import { type Amount, asDecimal } from "../payload/amounts.ts";

const ZERO: Decimal = { digits: 0n, exponent: 0 };
const ONE: Decimal = { digits: 1n, exponent: 0 };
const CENT: Decimal = { digits: 1n, exponent: -2 };

/**
 * Amounts of which one lies in every part that these bounds, their negatives and zero cut the number line
 * into, and lists of several; every amount is compared with each bound as one of them is.
 */
export function numberLine(bounds: readonly Amount[]): readonly Json[] {
  const marks = sortedMarks(bounds);
  const points: Decimal[] = [];
  for (const [index, mark] of marks.entries()) {
    const next = marks[index + 1];
    points.push(mark, next === undefined ? addDecimals(mark, ONE) : between(mark, next));
  }
  const [least = ZERO] = marks;
  points.push(addDecimals(least, negative(ONE)));
  const greatest = points[marks.length * 2 - 1] ?? ONE;
  const smallest = points.find((point) => point.digits > 0n) ?? ONE;
  return [
    ...points.map(asJson),
    [smallest, greatest].map(asJson),
    [greatest, greatest].map(asJson),
  ];
}

/** The bounds, their negatives and zero in ascending order, each once. */
function sortedMarks(bounds: readonly Amount[]): readonly Decimal[] {
  const decimals = bounds.map(asDecimal);
  return [ZERO, ...decimals, ...decimals.map(negative)]
    .toSorted(compareDecimals)
    .filter((mark, index, all) => {
      const before = all[index - 1];
      return before === undefined || compareDecimals(before, mark) !== 0;
    });
}

/** A short number between two: a whole one above the lower, a hundredth above it, or the middle. */
function between(low: Decimal, high: Decimal): Decimal {
  const short = [ONE, CENT]
    .map((step) => addDecimals(low, step))
    .find((point) => compareDecimals(point, high) < 0);
  if (short !== undefined) return short;
  const { digits, exponent } = addDecimals(low, high);
  return { digits: digits * 5n, exponent: exponent - 1 };
}

function negative({ digits, exponent }: Decimal): Decimal {
  return { digits: -digits, exponent };
}

/** A number where a double holds it exactly, else its decimal text. */
function asJson(decimal: Decimal): Json {
  const text = textOf(decimal);
  const held = decimalOfNumber(Number(text));
  return held !== undefined && compareDecimals(held, decimal) === 0 ? Number(text) : text;
}

function textOf({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const all = String(digits < 0n ? -digits : digits);
  if (exponent >= 0) return `${sign}${all}${"0".repeat(exponent)}`;
  const padded = all.padStart(1 - exponent, "0");
  const fraction = padded.slice(exponent).replace(/0+$/, "");
  return `${sign}${padded.slice(0, exponent)}${fraction === "" ? "" : `.${fraction}`}`;
}
