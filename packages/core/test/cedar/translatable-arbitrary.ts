import * as fc from "fast-check";
import type { JsonObject } from "../../src/encoding/json.ts";
import type { Case } from "../assurance/case-arbitrary.ts";
import type { PolicyData, RuleData } from "../reference/policy.ts";
import type { RequestData } from "../reference/request.ts";

const SEGMENTS = [
  ["payments", "files"],
  ["transfer", "read", "transfer-all"],
  ["eu", "us"],
  ["fast", "slow"],
] as const;

const segments = SEGMENTS.map((words) => fc.constantFrom<string>(...words));

const capability = fc.tuple(...segments).map((all) => all.join("."));

const pattern = fc
  .tuple(fc.tuple(...segments), fc.integer({ min: 1, max: 4 }), fc.nat(11))
  .map(([all, length, wild]) =>
    all
      .map((segment, at) => (at === wild ? "*" : segment))
      .slice(0, length)
      .join("."),
  );

const NEEDLES = ["a", "Secret", "drop table", "*", "a*b", "%", '"', "\\"];
const NOTES = [
  "",
  "secret",
  "SECRET plan",
  "axb",
  "a*B",
  "Drop Table x",
  "100%",
  'say "a"',
  "b\\c",
  "z",
];
const ENVIRONMENTS = ["production", "staging", "test"];
const ROLES = ["clerk", "admin"];

const some = (words: readonly string[]): fc.Arbitrary<string | string[]> =>
  fc.oneof(
    fc.constantFrom(...words),
    fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 2 }),
  );

const condition: fc.Arbitrary<JsonObject> = fc.oneof(
  fc
    .tuple(fc.constantFrom("gt", "gte", "lt", "lte"), fc.integer({ min: 0, max: 6 }))
    .map(([ending, bound]) => ({ [`amount_${ending}`]: bound })),
  some(NEEDLES).map((contains) => ({ contains })),
  some(ENVIRONMENTS).map((environment) => ({ environment })),
  some(ROLES).map((role) => ({ user_role: role })),
);

const rule: fc.Arbitrary<RuleData> = fc
  .tuple(pattern, fc.array(condition, { maxLength: 3 }))
  .map(([named, all]) => ({ capability: named, ...(Object.assign({}, ...all) as JsonObject) }));

const section = (maxLength: number): fc.Arbitrary<readonly RuleData[]> =>
  fc.array(rule, { maxLength, size: "max" });

const policy: fc.Arbitrary<PolicyData> = fc
  .tuple(section(2), section(3), section(5))
  .map(([deny, approval, allow]) => ({
    fields: { "*": { text: "/note" } },
    deny,
    require_approval: approval,
    allow,
  }));

const request: fc.Arbitrary<RequestData> = fc.record(
  {
    actor: fc.constant("agent"),
    capability,
    environment: fc.constantFrom(...ENVIRONMENTS),
    userRole: fc.constantFrom(...ROLES),
    payload: fc.record(
      { amount: fc.integer({ min: 0, max: 7 }), note: fc.constantFrom(...NOTES) },
      { requiredKeys: [], noNullPrototype: true },
    ) as fc.Arbitrary<JsonObject>,
  },
  { noNullPrototype: true },
);

/** Policies and requests in the part of the language that has a faithful translation into Cedar: no limits, for one. */
export const translatable: fc.Arbitrary<Case> = fc.record({
  policy,
  requests: fc.array(request, { minLength: 1, maxLength: 40, size: "max" }),
});
