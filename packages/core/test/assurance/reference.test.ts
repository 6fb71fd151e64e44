import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ActionEvent } from "../../src/action/event.ts";
import { CapabilitySystem } from "../../src/policy/capability-system.ts";
import type { Decision } from "../../src/policy/decision.ts";
import { decideByReference, type Verdict } from "../reference/decide.ts";
import { runs, TIME } from "./assurance-runs.ts";
import { cases } from "./case-arbitrary.ts";
import { DecisionCounts } from "./decision-counts.ts";

function verdictOf({
  effect,
  reason,
  warn,
  rule,
}: Decision): Omit<Verdict, "reason"> & Pick<Decision, "reason"> {
  return { effect, reason, warn, section: rule?.section, rule: rule?.id };
}

describe("the engine", () => {
  it(
    "decides as the reference evaluator does",
    () => {
      const counts = new DecisionCounts();
      const agrees = fc.property(cases, ({ policy, requests }) => {
        const engine = new CapabilitySystem().loadPolicyText(JSON.stringify(policy));
        for (const request of requests) {
          const verdict = decideByReference(policy, request);
          counts.add(verdict);
          expect(verdictOf(engine.decide(ActionEvent.create(request)))).toStrictEqual(verdict);
        }
      });
      fc.assert(agrees, runs(360, 36_000));
      console.log(counts.toString());
      counts.expectShares({ allow: 0.1, deny: 0.1, require_approval: 0.1 });
    },
    TIME,
  );
});
