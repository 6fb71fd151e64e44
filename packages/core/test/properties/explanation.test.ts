import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs, TIME } from "../assurance/assurance-runs.ts";
import { cases } from "../assurance/case-arbitrary.ts";
import type { PolicyData, RuleData, Section } from "../reference/policy.ts";
import { SECTIONS } from "./changed-policy.ts";
import { decisionsOf } from "./decided.ts";

/** The rule that a decision names by its place, and the section it stands in. */
function named(policy: PolicyData, id: string): readonly [Section, RuleData] | undefined {
  const [, section, place] = /^(\w+)\[(\d+)\]$/.exec(id) ?? [];
  const rule = SECTIONS.includes(section as Section)
    ? policy[section as Section]?.[Number(place)]
    : undefined;
  return rule === undefined ? undefined : [section as Section, rule];
}

describe("the rule that a decision names", () => {
  it("comes to that decision by itself", { timeout: TIME }, () => {
    const holds = fc.property(cases, ({ policy, requests }) => {
      for (const [at, decision] of decisionsOf(policy, requests).entries()) {
        const [section, rule] = named(policy, decision.rule?.id ?? "") ?? [];
        if (section === undefined || rule === undefined) continue;
        const environments = [
          "nowhere",
          ...(policy.environments ?? []),
          ...namedEnvironments(policy),
        ];
        const alone: PolicyData = {
          environments,
          ...(policy.fields === undefined ? {} : { fields: policy.fields }),
          // An approval that is uncertain asks only for what would else be allowed.
          ...(decision.uncertain.length > 0 ? { allow: ["*"] } : {}),
          [section]: [rule],
        };
        const [again] = decisionsOf(alone, requests.slice(at, at + 1));
        expect(again).toMatchObject({ effect: decision.effect, reason: decision.reason });
        expect(again?.uncertain).toStrictEqual(decision.uncertain);
      }
    });
    fc.assert(holds, runs(60, 4000));
  });
});

function namedEnvironments(policy: PolicyData): readonly string[] {
  return SECTIONS.flatMap((section) => policy[section] ?? [])
    .flatMap((rule) => (typeof rule === "string" ? [] : (rule["environment"] ?? [])))
    .map(String);
}
