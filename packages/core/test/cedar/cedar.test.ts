import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ActionEvent } from "../../src/action/event.ts";
import { CapabilitySystem } from "../../src/policy/capability-system.ts";
import { runs, TIME } from "../assurance/assurance-runs.ts";
import { DecisionCounts } from "../assurance/decision-counts.ts";
import { decideByReference } from "../reference/decide.ts";
import { CedarOracle } from "./cedar-oracle.ts";
import { translatable } from "./translatable-arbitrary.ts";

describe("Cedar", () => {
  it(
    "comes to the engine's decision by the same policy in its own language",
    () => {
      const counts = new DecisionCounts();
      const agrees = fc.property(translatable, ({ policy, requests }) => {
        const engine = new CapabilitySystem().loadPolicyText(JSON.stringify(policy));
        const cedar = new CedarOracle(policy);
        for (const request of requests) {
          const { effect } = engine.decide(ActionEvent.create(request));
          expect(cedar.effectOf(request)).toBe(effect);
          const reference = decideByReference(policy, request);
          expect(reference.effect).toBe(effect);
          counts.add(reference);
        }
      });
      fc.assert(agrees, runs(50, 10_000));
      console.log(counts.toString());
      // Of the quick share alone, little more can be asked: its few policies differ much.
      expect(counts.leastShare).toBeGreaterThan(0.01);
    },
    TIME,
  );
});
