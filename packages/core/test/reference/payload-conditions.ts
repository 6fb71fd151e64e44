import type { Json, JsonObject } from "../../src/encoding/json.ts";
import { amountsIn } from "./amounts.ts";
import { type Decimal, readDecimal, satisfies } from "./decimal.ts";
import { at, leavesOf } from "./payload.ts";
import { textsOf } from "./policy.ts";
import { includes, plain, textsIn } from "./text.ts";
import { and, known, or, type Truth } from "./truth.ts";

/** What a condition on arguments is judged with. */
export interface Reading {
  readonly restricts: boolean;
  readonly payload: JsonObject;
  /** What a missing value means. */
  readonly absent: Truth;
  /** The values that the policy's `fields` declare under this name; undefined where it declares none. */
  declared(name: string): readonly Json[] | undefined;
}

/** Whether a text has what a rule looks for. */
type Finds = (text: string) => boolean;

/** `contains` and `match_keywords`, `match_regex`: what they find in a text as it stands, and in a plain one. */
function textTruth(raw: Finds, folded: Finds, reading: Reading): Truth {
  const texts = (reading.declared("text") ?? [reading.payload]).flatMap(textsIn);
  if (texts.length === 0) {
    const mayBeWithout = reading.restricts && reading.declared("text") === undefined;
    return mayBeWithout ? "false" : reading.absent;
  }
  if (!reading.restricts) return known(texts.every(raw));
  return known(texts.some((text) => raw(text) || folded(plain(text))));
}

/** Finds any of these literals, whatever its case. */
export function containsTruth(literals: readonly string[], reading: Reading): Truth {
  const raw: Finds = (text) => literals.some((literal) => includes(text, literal));
  const folded: Finds = (text) => literals.some((literal) => includes(text, plain(literal)));
  return textTruth(raw, folded, reading);
}

/** Finds any of these patterns; simple ones mean the same in RE2 and here. */
export function regexTruth(patterns: readonly string[], reading: Reading): Truth {
  const finds: Finds = (text) => patterns.some((pattern) => new RegExp(pattern, "u").test(text));
  return textTruth(finds, finds, reading);
}

/** `amount_gt`, `amount_gte`, `amount_lt` and `amount_lte`. */
export function amountTruth(ending: string, bound: number | string, reading: Reading): Truth {
  const limit = readDecimal(String(bound)) as Decimal;
  const amounts = (reading.declared("amount") ?? [reading.payload]).flatMap((value) =>
    amountsIn(value, reading.declared("amount") !== undefined),
  );
  if (amounts.length === 0) return reading.absent;
  if (!reading.restricts) {
    const clear = amounts.filter((one) => one !== undefined);
    if (clear.length < amounts.length) return "uncertain";
    return known(clear.every((one) => one.units >= 0n && satisfies(one, ending, limit)));
  }
  return or(
    amounts.map((one) => {
      if (one === undefined) return "uncertain";
      if (satisfies(one, ending, limit)) return "true";
      const size = { ...one, units: -one.units };
      return one.units < 0n && satisfies(size, ending, limit) ? "uncertain" : "false";
    }),
  );
}

/** `currency`. */
export function currencyTruth(wanted: readonly string[], reading: Reading): Truth {
  const values =
    reading.declared("currency") ??
    leavesOf(reading.payload)
      .filter(({ path }) => path.some((key) => /currency$/i.test(String(key))))
      .map((leaf) => leaf.value);
  if (values.length === 0) return reading.absent;
  const truths = values.map((value): Truth => {
    if (typeof value !== "string" || !/^[A-Za-z]{3}$/.test(value)) return "uncertain";
    return known(wanted.some((one) => one.toUpperCase() === value.toUpperCase()));
  });
  return reading.restricts ? or(truths) : and(truths);
}

/** `only_args`. */
export function onlyTruth(keys: Json, payload: JsonObject): Truth {
  return known(Object.keys(payload).every((key) => textsOf(keys).includes(key)));
}

/** The values at some JSON Pointers, without those where nothing stands. */
export function valuesAt(payload: JsonObject, pointers: readonly string[]): readonly Json[] {
  return pointers.map((pointer) => at(payload, pointer)).filter((value) => value !== undefined);
}
