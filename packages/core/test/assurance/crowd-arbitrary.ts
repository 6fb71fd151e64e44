import * as fc from "fast-check";
import type { JsonObject } from "../../src/encoding/json.ts";
import type { PolicyData, RuleData } from "../reference/policy.ts";
import type { RequestData } from "../reference/request.ts";
import type { Case } from "./case-arbitrary.ts";

/** Texts of few letters, so that what many rules look for overlaps. */
const letters = fc.constantFrom("a", "b", "A", " ", "é", "\u200b", "Ａ", "1");
const plainLetters = fc.constantFrom("a", "b", "c", " ", "é", "1");

const literal = fc
  .string({ unit: plainLetters, minLength: 1, maxLength: 4 })
  .filter((text) => text.trim() === text);

const text = fc.string({ unit: letters, maxLength: 12 });

const condition: fc.Arbitrary<JsonObject> = fc.oneof(
  fc
    .tuple(fc.constantFrom("contains", "match_keywords"), literal)
    .map(([key, one]) => ({ [key]: one })),
  fc.uniqueArray(literal, { minLength: 1, maxLength: 3 }).map((some) => ({ contains: some })),
  fc
    .tuple(fc.constantFrom("gt", "gte", "lt", "lte"), fc.integer({ min: -1, max: 12 }))
    .map(([ending, bound]) => ({ [`amount_${ending}`]: bound })),
  fc
    .tuple(fc.constantFrom("gt", "gte", "lt", "lte"), fc.nat(4))
    .map(([ending, bound]) => ({ [`caller_depth_${ending}`]: bound })),
);

const rule: fc.Arbitrary<RuleData> = fc
  .tuple(
    fc.constantFrom(
      "payments.transfer",
      "payments.transfer",
      "*",
      "payments",
      "payments.transfer.eu",
    ),
    fc.array(condition, { minLength: 1, maxLength: 3 }),
  )
  .map(([capability, all]) => ({ capability, ...(Object.assign({}, ...all) as JsonObject) }));

const many = (maxLength: number): fc.Arbitrary<readonly RuleData[]> =>
  fc.array(rule, { maxLength, size: "max" });

const policies: fc.Arbitrary<PolicyData> = fc
  .tuple(many(8), many(15), many(15), many(40))
  .map(([deny, approval, warn, allow]) => ({ deny, require_approval: approval, warn, allow }));

const requests: fc.Arbitrary<RequestData> = fc
  .record(
    {
      capability: fc.constantFrom("payments.transfer.eu", "payments.transfer", "payments.read"),
      callerDepth: fc.nat(4),
      payload: fc.record(
        {
          note: fc.oneof(text, fc.array(text, { maxLength: 3 })),
          to: text,
          amount: fc.oneof(fc.integer({ min: -1, max: 14 }), fc.constantFrom("5", "7.5", "x")),
          n: fc.integer({ min: 0, max: 20 }),
        },
        { requiredKeys: [], noNullPrototype: true },
      ) as fc.Arbitrary<JsonObject>,
    },
    { requiredKeys: ["capability", "payload"], noNullPrototype: true },
  )
  .map((request) => ({ actor: "agent", ...request }));

/** Many rules for few capabilities, which the engine searches together, and requests that meet them all. */
export const crowds: fc.Arbitrary<Case> = fc.record({
  policy: policies,
  requests: fc.array(requests, { minLength: 1, maxLength: 20, size: "max" }),
});
