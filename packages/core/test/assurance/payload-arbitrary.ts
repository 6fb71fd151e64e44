import * as fc from "fast-check";
import type { Json, JsonObject } from "../../src/encoding/json.ts";

/** Texts that rules look for. */
export const needles: fc.Arbitrary<string> = fc.constantFrom(
  "secret",
  "wire",
  "drop table",
  "a",
  "Straße",
  "10",
);

const DISGUISES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => `x ${text} y`,
  (text) => text.split("").join("\u200b"),
  (text) => text.replaceAll(" ", " \t "),
  (text) =>
    text.replaceAll(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  (text) => text.slice(0, -1),
  (text) => `\u202e${text}`,
];

/** Texts of payloads: what rules look for, in disguises, and other words. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(needles, fc.constantFrom(...DISGUISES)).map(([text, disguise]) => disguise(text)),
  fc.constantFrom("report", "ann", "bob", "Ann", "", "1", "5", "true"),
);

/** Bounds of amounts. */
export const bounds: fc.Arbitrary<number | string> = fc.constantFrom<number | string>(
  0,
  10,
  100,
  100.5,
  1000,
  "1000.01",
  "0.1",
);

/** Values under keys of amounts, clear and unclear. */
const amounts: fc.Arbitrary<Json> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<Json>(0, 1, 9.99, 10, 100, 100.5, 101, 999, 1000, 1001) },
  { weight: 2, arbitrary: fc.constantFrom<Json>("10", "100.50", "1000.01", "0.10", "1e3") },
  { weight: 1, arbitrary: fc.constantFrom<Json>(-1, -1000, "-100") },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Json>("1,000", "$5", "0x10", "1e16", "", true, null, "NaN"),
  },
);

const scalars: fc.Arbitrary<Json> = fc.oneof(
  texts,
  fc.constantFrom<Json>(0, 1, 5, 10, 2.5, true, false, null),
);

const leaves: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: scalars },
  { weight: 1, arbitrary: fc.array(texts, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(scalars, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom("x", "y"), scalars, {
      maxKeys: 2,
      noNullPrototype: true,
    }),
  },
);

const currencies = fc.constantFrom<Json>("EUR", "USD", "eur", "Euro", 5, null);

/** Arguments of a call, few of them at a time. */
export const payloads: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      amount: amounts,
      total_price: amounts,
      unitCost: amounts,
      amount_usd: amounts,
      fee_cents: amounts,
      items: fc.array(fc.record({ amount: amounts }, { noNullPrototype: true }), { maxLength: 3 }),
      prices: fc.array(amounts, { maxLength: 3 }),
      currency: currencies,
      billing: fc.record(
        { currency: currencies, value: amounts },
        { requiredKeys: [], noNullPrototype: true },
      ),
      note: leaves,
      to: leaves,
      n: scalars,
      flag: fc.boolean(),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .chain((full) => {
    const keys = Object.keys(full);
    return fc
      .subarray(keys, { maxLength: Math.min(keys.length, 3) })
      .map((kept) =>
        Object.fromEntries(Object.entries(full).filter(([key]) => kept.includes(key))),
      );
  }) as fc.Arbitrary<JsonObject>;
