import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ActionEvent } from "../../src/action/event.ts";
import type { JsonObject } from "../../src/encoding/json.ts";
import { CONTEXT_CONDITIONS } from "../../src/policy/conditions/registry.ts";
import { runs, TIME } from "../assurance/assurance-runs.ts";
import { casesOf } from "../assurance/case-arbitrary.ts";
import { conditions } from "../assurance/condition-arbitrary.ts";
import { policies } from "../assurance/policy-arbitrary.ts";
import { conditionsOf, type PolicyData, type RuleData } from "../reference/policy.ts";
import { engineOf } from "./decided.ts";

const LIMITS = runs(150, 6000);
const SECTIONS = ["deny", "require_approval", "warn", "allow"] as const;

/** A policy with each rule as `change` makes it; `place` counts through all rules. */
function changed(
  policy: PolicyData,
  change: (rule: RuleData, place: number) => RuleData,
): PolicyData {
  let place = 0;
  const sections = SECTIONS.map((name) => [
    name,
    (policy[name] ?? []).map((rule) => change(rule, place++)),
  ]);
  return { ...policy, ...(Object.fromEntries(sections) as PolicyData) };
}

const capabilityOf = (rule: RuleData) => (typeof rule === "string" ? rule : rule.capability);

/** Policies of which many rules have an `unless`. */
const excusing = fc
  .tuple(policies, fc.array(conditions, { minLength: 12, maxLength: 12 }))
  .map(([policy, excuses]) =>
    changed(policy, (rule, place) => {
      const excuse = excuses[place] ?? {};
      if (Object.keys(excuse).length === 0) return rule;
      return {
        ...Object.fromEntries(conditionsOf(rule)),
        capability: capabilityOf(rule),
        unless: excuse,
      };
    }),
  );

const contextOf = (all: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(all).filter(([key]) => CONTEXT_CONDITIONS.has(key)));

/** The same without a condition on payloads or on what was used. */
const ofContext = excusing.map((policy) =>
  changed(policy, (rule) => {
    const all = Object.fromEntries(conditionsOf(rule));
    const excuse = contextOf((all["unless"] ?? {}) as JsonObject);
    return {
      ...contextOf(all),
      capability: capabilityOf(rule),
      ...(Object.keys(excuse).length === 0 ? {} : { unless: excuse }),
    };
  }),
);

describe("whether a tool could be called", () => {
  it("is never denied where some payload of a call is not", { timeout: TIME }, () => {
    const seen = { hidden: 0, let: 0 };
    const holds = fc.property(casesOf(excusing), ({ policy, requests }) => {
      const engine = engineOf(policy);
      for (const request of requests) {
        const visible = engine.couldAllow(ActionEvent.create({ ...request, payload: {} }));
        const effects = requests.map(
          ({ payload }) => engine.decide(ActionEvent.create({ ...request, payload })).effect,
        );
        const some = effects.some((effect) => effect !== "deny");
        expect(visible || !some).toBe(true);
        seen.let += Number(some);
        seen.hidden += Number(!visible);
      }
    });
    fc.assert(holds, LIMITS);
    expect(Math.min(seen.hidden, seen.let)).toBeGreaterThan(100);
  });

  it("is what is decided where rules read the context alone", { timeout: TIME }, () => {
    const seen = { hidden: 0, visible: 0 };
    const holds = fc.property(casesOf(ofContext), ({ policy, requests }) => {
      const engine = engineOf(policy);
      for (const request of requests) {
        const event = ActionEvent.create(request);
        const visible = engine.couldAllow(event);
        expect(visible).toBe(engine.decide(event).effect !== "deny");
        seen[visible ? "visible" : "hidden"] += 1;
      }
    });
    fc.assert(holds, LIMITS);
    expect(Math.min(seen.hidden, seen.visible)).toBeGreaterThan(100);
  });
});
