import { ActionEvent, CapabilitySystem } from "@capfence/core";
import type { Engine } from "./engine.ts";
import type { Effect, Request, Rule } from "../rule.ts";

/** CapFence, asked about events that exist already. */
export function loadCapFence(rules: readonly Rule[]): Engine {
  const system = loadSystem(rules);
  return {
    prepare: (requests) => {
      const events = requests.map((request) => ActionEvent.create(request));
      return {
        answer: (index) => system.decide(events[index] as ActionEvent).effect,
        askAll: () => {
          let allowed = 0;
          for (const event of events) if (system.decide(event).effect === "allow") allowed += 1;
          return allowed;
        },
      };
    },
  };
}

/** CapFence, with each event made (checked, copied and frozen) as part of the question. */
export function loadCapFenceWithEvents(rules: readonly Rule[]): Engine {
  const system = loadSystem(rules);
  const decide = (request: Request): Effect => system.decide(ActionEvent.create(request)).effect;
  return {
    prepare: (requests) => ({
      answer: (index) => decide(requests[index] as Request),
      askAll: () => {
        let allowed = 0;
        for (const request of requests) if (decide(request) === "allow") allowed += 1;
        return allowed;
      },
    }),
  };
}

function loadSystem(rules: readonly Rule[]): CapabilitySystem {
  return new CapabilitySystem().loadPolicyText(JSON.stringify(policyOf(rules)), "bench.json");
}

/** The rules as a policy document. */
export function policyOf(rules: readonly Rule[]): Readonly<Record<Effect, readonly unknown[]>> {
  const policy: Record<Effect, unknown[]> = { deny: [], require_approval: [], allow: [] };
  for (const { section, resource, action, environment, contains, amountAbove, amountUpTo } of rules)
    policy[section].push({
      capability: `${resource}.${action}`,
      environment,
      contains,
      amount_gt: amountAbove,
      amount_lte: amountUpTo,
    });
  return policy;
}
