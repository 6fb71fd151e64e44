import { ActionEvent } from "../../src/action/event.ts";
import { CapabilitySystem } from "../../src/policy/capability-system.ts";
import type { Decision } from "../../src/policy/decision.ts";
import type { PolicyData } from "../reference/policy.ts";
import type { RequestData } from "../reference/request.ts";

/** How much an effect lets through. */
export const FREEDOM = { deny: 0, require_approval: 1, allow: 2 } as const;

/** A policy of this data, loaded as JSON. */
export function engineOf(policy: PolicyData): CapabilitySystem {
  return new CapabilitySystem().loadPolicyText(JSON.stringify(policy));
}

/** What a policy decides of each request. */
export function decisionsOf(
  policy: PolicyData,
  requests: readonly RequestData[],
): readonly Decision[] {
  const engine = engineOf(policy);
  return requests.map((request) => engine.decide(ActionEvent.create(request)));
}

/** How much each request is let through. */
export function freedoms(policy: PolicyData, requests: readonly RequestData[]): readonly number[] {
  return decisionsOf(policy, requests).map(({ effect }) => FREEDOM[effect]);
}

/** What was decided and why, without the rule's name and place. */
export function outcomes(
  policy: PolicyData,
  requests: readonly RequestData[],
): readonly Pick<Decision, "effect" | "reason" | "warn">[] {
  return decisionsOf(policy, requests).map(({ effect, reason, warn }) => ({
    effect,
    reason,
    warn,
  }));
}

/** Whether no request is let through more in `after` than in `before`. */
export function noneFreer(after: readonly number[], before: readonly number[]): boolean {
  return after.every((one, at) => one <= (before[at] as number));
}
