import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { ActionEvent } from "../../src/action/event.ts";
import { CapabilitySystem } from "../../src/policy/capability-system.ts";
import type { Decision } from "../../src/policy/decision.ts";
import { runs, TIME } from "../assurance/assurance-runs.ts";
import { cases } from "../assurance/case-arbitrary.ts";
import type { PolicyData, RuleData } from "../reference/policy.ts";
import type { RequestData } from "../reference/request.ts";
import { SECTIONS, withoutRule, withRules } from "./changed-policy.ts";
import { decisionsOf, engineOf, outcomes } from "./decided.ts";

const LIMITS = runs(60, 4000);

/** Puts a list into another order, by a number. */
function shuffled<Thing>(things: readonly Thing[], seed: number): readonly Thing[] {
  const keyed = things.map((thing, at) => ({ thing, place: ((at + 1) * seed) % 10_007 }));
  return keyed.toSorted((one, other) => one.place - other.place).map(({ thing }) => thing);
}

const reordered = (rule: RuleData, seed: number): RuleData =>
  typeof rule === "string"
    ? rule
    : (Object.fromEntries(shuffled(Object.entries(rule), seed)) as RuleData);

/** A decision but for whose use of limits it is, which is another's under another name. */
const withoutBuckets = ({ limits, ...decision }: Decision): unknown => ({
  ...decision,
  limits: limits?.map(({ window, most, uses, exceeded }) => ({ window, most, uses, exceeded })),
});

describe("a decision stays the same", () => {
  it("whatever the order of rules in a section", { timeout: TIME }, () => {
    const holds = fc.property(
      cases,
      fc.integer({ min: 1, max: 9999 }),
      ({ policy, requests }, seed) => {
        let other: PolicyData = policy;
        for (const section of SECTIONS)
          other = withRules(other, section, (all) => shuffled(all, seed));
        expect(outcomes(other, requests)).toStrictEqual(outcomes(policy, requests));
      },
    );
    fc.assert(holds, LIMITS);
  });

  it("when a rule is written twice", { timeout: TIME }, () => {
    const section = fc.constantFrom(...SECTIONS);
    const holds = fc.property(cases, section, fc.nat(9), ({ policy, requests }, where, choice) => {
      const rule = withoutRule(policy, where, choice)?.rule;
      fc.pre(rule !== undefined);
      const doubled = withRules(policy, where, (all) => [...all, rule]);
      expect(outcomes(doubled, requests)).toStrictEqual(outcomes(policy, requests));
    });
    fc.assert(holds, LIMITS);
  });

  it("when it is made twice, whatever was decided in between", { timeout: TIME }, () => {
    const holds = fc.property(cases, ({ policy, requests }) => {
      const engine = engineOf(policy);
      const decide = (request: RequestData): unknown => engine.decide(ActionEvent.create(request));
      const first = requests.map(decide);
      expect(requests.toReversed().map(decide)).toStrictEqual(first.toReversed());
      expect(decisionsOf(policy, requests)).toStrictEqual(first);
    });
    fc.assert(holds, LIMITS);
  });

  it("for an event that was written as JSON and read again", { timeout: TIME }, () => {
    const holds = fc.property(cases, ({ policy, requests }) => {
      const engine = engineOf(policy);
      for (const request of requests) {
        const event = ActionEvent.create(request);
        const again = ActionEvent.create(JSON.parse(JSON.stringify(request)) as RequestData);
        const spread = ActionEvent.from(Object.assign({}, event));
        expect(engine.decide(again)).toStrictEqual(engine.decide(event));
        expect(engine.decide(spread)).toStrictEqual(engine.decide(event));
      }
    });
    fc.assert(holds, LIMITS);
  });

  it(
    "for policies of one digest, whatever the order of keys, the words for people and the syntax",
    { timeout: TIME },
    () => {
      const holds = fc.property(
        cases,
        fc.integer({ min: 1, max: 9999 }),
        ({ policy, requests }, seed) => {
          let other: PolicyData = policy;
          for (const section of SECTIONS)
            other = withRules(other, section, (all) =>
              all.map((rule) => {
                const worded =
                  typeof rule === "string" ? rule : { ...rule, reason: `because ${seed}` };
                return reordered(worded, seed);
              }),
            );
          const keys = Object.fromEntries(shuffled(Object.entries(other), seed));
          const text = `# a comment\n${stringify({ description: "words", ...keys })}`;
          const engine = new CapabilitySystem().loadPolicyText(text, "other.yaml");
          expect(engine.digest).toBe(engineOf(policy).digest);
          const decided = requests.map((request) => engine.decide(ActionEvent.create(request)));
          expect(
            decided.map(({ effect, reason, warn }) => ({ effect, reason, warn })),
          ).toStrictEqual(outcomes(policy, requests));
        },
      );
      fc.assert(holds, LIMITS);
    },
  );

  it("for an actor under another name that no rule speaks of", { timeout: TIME }, () => {
    const holds = fc.property(cases, ({ policy, requests }) => {
      const decided = (actor: string): unknown =>
        decisionsOf(
          policy,
          requests.map((request) => ({ ...request, actor })),
        ).map(withoutBuckets);
      expect(decided("zoe")).toStrictEqual(decided("xenia"));
    });
    fc.assert(holds, LIMITS);
  });
});
