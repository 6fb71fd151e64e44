import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs, TIME } from "../assurance/assurance-runs.ts";
import { rules } from "../assurance/policy-arbitrary.ts";
import type { Decision } from "../../src/policy/decision.ts";
import type { PolicyData, RuleData } from "../reference/policy.ts";
import { changeable, withoutRule, withRules } from "./changed-policy.ts";
import { decisionsOf, freedoms, noneFreer } from "./decided.ts";

const LIMITS = runs(60, 4000);

/** A rule with its amounts bounded more tightly, or the rule itself where it bounds none. */
function tightened(rule: RuleData, endings: readonly string[], by: number): RuleData {
  if (typeof rule === "string") return rule;
  const bounded = Object.entries(rule).map(([key, value]) =>
    endings.includes(key) ? [key, Number(value) + by] : [key, value],
  );
  return Object.fromEntries(bounded) as RuleData;
}

describe("a policy allows no more", () => {
  it("when a deny rule is added", { timeout: TIME }, () => {
    const holds = fc.property(changeable, rules, ({ policy, requests }, added) => {
      const stricter = withRules(policy, "deny", (all) => [...all, added]);
      expect(noneFreer(freedoms(stricter, requests), freedoms(policy, requests))).toBe(true);
    });
    fc.assert(holds, LIMITS);
  });

  it("when an allow or warn rule is taken away", { timeout: TIME }, () => {
    const section = fc.constantFrom("allow", "warn");
    const holds = fc.property(
      changeable,
      section,
      fc.nat(9),
      ({ policy, requests }, from, choice) => {
        const rest = withoutRule(policy, from, choice)?.rest ?? policy;
        expect(noneFreer(freedoms(rest, requests), freedoms(policy, requests))).toBe(true);
      },
    );
    fc.assert(holds, LIMITS);
  });

  it(
    "when an allow rule becomes an approval rule, which then asks for what it allowed",
    { timeout: TIME },
    () => {
      const holds = fc.property(changeable, fc.nat(9), ({ policy, requests }, choice) => {
        const taken = withoutRule(policy, "allow", choice);
        fc.pre(taken !== undefined);
        const asking = withRules(taken.rest, "require_approval", (all) => [...all, taken.rule]);
        const named: PolicyData = withRules(taken.rest, "allow", (all) => [taken.rule, ...all]);
        const before = decisionsOf(named, requests);
        for (const [at, { effect }] of decisionsOf(asking, requests).entries()) {
          const { effect: was, rule } = before[at] as Decision;
          if (was === "allow" && rule?.id !== "allow[0]") continue;
          expect(was === "allow" ? ["require_approval"] : ["require_approval", "deny"]).toContain(
            effect,
          );
        }
      });
      fc.assert(holds, LIMITS);
    },
  );

  it("when an allow rule is given a lower ceiling or a higher floor", { timeout: TIME }, () => {
    const holds = fc.property(changeable, fc.nat(2000), ({ policy, requests }, by) => {
      const tighter = withRules(policy, "allow", (all) =>
        all
          .map((rule) => tightened(rule, ["amount_lt", "amount_lte"], -by))
          .map((rule) => tightened(rule, ["amount_gt", "amount_gte"], by)),
      );
      expect(noneFreer(freedoms(tighter, requests), freedoms(policy, requests))).toBe(true);
    });
    fc.assert(holds, LIMITS);
  });

  it("when a deny rule begins at a lower amount", { timeout: TIME }, () => {
    const holds = fc.property(changeable, fc.nat(2000), ({ policy, requests }, by) => {
      const tighter = withRules(policy, "deny", (all) =>
        all
          .map((rule) => tightened(rule, ["amount_gt", "amount_gte"], -by))
          .map((rule) => tightened(rule, ["amount_lt", "amount_lte"], by)),
      );
      expect(noneFreer(freedoms(tighter, requests), freedoms(policy, requests))).toBe(true);
    });
    fc.assert(holds, LIMITS);
  });

  it("when a condition is added to an allow rule", { timeout: TIME }, () => {
    const holds = fc.property(changeable, rules, ({ policy, requests }, other) => {
      const { capability: _, ...conditions } =
        typeof other === "string" ? { capability: other } : other;
      const tighter = withRules(policy, "allow", (all) =>
        all.map((rule) => ({
          ...conditions,
          ...(typeof rule === "string" ? { capability: rule } : rule),
        })),
      );
      expect(noneFreer(freedoms(tighter, requests), freedoms(policy, requests))).toBe(true);
    });
    fc.assert(holds, LIMITS);
  });
});
