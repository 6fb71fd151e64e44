import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ActionEvent } from "../../src/action/event.ts";
import { CapabilitySystem } from "../../src/policy/capability-system.ts";
import type { Decision } from "../../src/policy/decision.ts";
import { decideByReference, type Verdict } from "../reference/decide.ts";
import { runs, TIME } from "./assurance-runs.ts";
import { type Case, cases } from "./case-arbitrary.ts";
import { crowds } from "./crowd-arbitrary.ts";
import { DecisionCounts } from "./decision-counts.ts";

type Judged = Omit<Verdict, "reason"> & Pick<Decision, "reason">;

function verdictOf({ effect, reason, warn, rule }: Decision): Judged {
  return { effect, reason, warn, section: rule?.section, rule: rule?.id };
}

function compare(generated: fc.Arbitrary<Case>, limits: fc.Parameters<[Case]>): DecisionCounts {
  const counts = new DecisionCounts();
  const agrees = fc.property(generated, ({ policy, requests }) => {
    const engine = new CapabilitySystem().loadPolicyText(JSON.stringify(policy));
    for (const request of requests) {
      const verdict = decideByReference(policy, request);
      counts.add(verdict);
      expect(verdictOf(engine.decide(ActionEvent.create(request)))).toStrictEqual(verdict);
    }
  });
  fc.assert(agrees, limits);
  console.log(counts.toString());
  return counts;
}

describe("the engine", () => {
  it(
    "decides as the reference evaluator does",
    () => {
      const counts = compare(cases, runs(360, 36_000));
      // Of the quick share alone, little more can be asked: its few policies differ much.
      expect(counts.leastShare).toBeGreaterThan(0.01);
    },
    TIME,
  );

  it(
    "decides as the reference evaluator does where many rules are searched together",
    () => {
      const counts = compare(crowds, runs(60, 6000));
      // Of the quick share alone, little more can be asked: its few policies differ much.
      expect(counts.leastShare).toBeGreaterThan(0.01);
    },
    TIME,
  );
});
