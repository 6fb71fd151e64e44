import * as fc from "fast-check";
import type { PolicyData, RuleData } from "../reference/policy.ts";
import { patterns } from "./capability-arbitrary.ts";
import { conditions, limits } from "./condition-arbitrary.ts";

const mapping: fc.Arbitrary<RuleData> = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: patterns },
      { weight: 1, arbitrary: fc.uniqueArray(patterns, { minLength: 1, maxLength: 2 }) },
    ),
    conditions,
  )
  .map(([capability, all]) => ({ capability, ...all }));

/** A rule: a capability, or a mapping. */
export const rules: fc.Arbitrary<RuleData> = fc.oneof(
  { weight: 1, arbitrary: patterns },
  { weight: 4, arbitrary: mapping },
);

const section = (maxLength: number): fc.Arbitrary<readonly RuleData[]> =>
  fc.array(rules, { maxLength });

/** Rules of a section that holds calls back, of which some count. */
const restricting = (maxLength: number): fc.Arbitrary<readonly RuleData[]> =>
  fc.array(
    fc.oneof(
      { weight: 5, arbitrary: rules },
      {
        weight: 1,
        arbitrary: fc
          .tuple(patterns, conditions, limits)
          .map(([capability, all, limit]) => ({ capability, ...all, ...limit })),
      },
    ),
    { maxLength },
  );

const fields = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        patterns,
        fc.record(
          {
            amount: fc.constantFrom("/amount", "/items", "/billing/value"),
            currency: fc.constantFrom("/currency", "/billing/currency"),
            text: fc.constantFrom<string | string[]>("/note", "/to", ["/note", "/to"]),
          },
          { requiredKeys: [], noNullPrototype: true },
        ),
      )
      .map(([pattern, places]) => ({ [pattern]: places })),
  },
) as fc.Arbitrary<NonNullable<PolicyData["fields"]>>;

const risks = fc.dictionary(
  fc.constantFrom("low", "high"),
  fc
    .constantFrom("deny", "block", "require_approval", "warn", "allow")
    .map((action) => ({ action })),
  { maxKeys: 2, noNullPrototype: true },
);

/** A small policy whose rules speak of the same small world as the requests. */
export const policies: fc.Arbitrary<PolicyData> = fc.record(
  {
    environments: fc.constantFrom(["qa"], ["lab"]),
    fields,
    deny: restricting(2),
    require_approval: restricting(3),
    warn: section(2),
    allow: section(5),
    risk_levels: risks,
  },
  { requiredKeys: ["fields", "deny", "require_approval", "warn", "allow"], noNullPrototype: true },
);
