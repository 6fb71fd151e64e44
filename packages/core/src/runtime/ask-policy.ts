import type { ActionEvent } from "../action/event.ts";
import { type MaybePromise, recovering, whenReady } from "../maybe-promise.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import type { Decision } from "../policy/decision.ts";
import { isDecision, refusal } from "./refusal.ts";

/** What a policy says of an event. Never rejects: without an answer that is a decision, the call is denied. */
export function askPolicy(policy: DecisionPoint, event: ActionEvent): MaybePromise<Decision> {
  return recovering<Decision>(
    () => whenReady(policy.decide(event), checked),
    () => refusal("policy_error"),
  );
}

/** Waits until the policy has loaded what it needs; if that cannot be loaded, deciding says so. */
export function untilReady(policy: DecisionPoint): MaybePromise<void> {
  return recovering<void>(
    () => policy.ready?.(),
    () => undefined,
  );
}

/** Whether a policy might not deny some call like an event, whatever its payload; one that fails would deny them all. */
export function couldAllow(policy: DecisionPoint, event: ActionEvent): boolean {
  try {
    const could: unknown = policy.couldAllow === undefined || policy.couldAllow(event);
    // A promise must not pass for a yes.
    return could === true;
  } catch {
    return false;
  }
}

/** Anything that is no decision must not pass for one. */
function checked(answer: unknown): Decision {
  return isDecision(answer) ? answer : refusal("policy_error");
}
