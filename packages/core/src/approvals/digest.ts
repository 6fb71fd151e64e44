import type { ActionEvent } from "../action/event.ts";
import { judgedContext } from "../action/context.ts";
import { digestJson } from "../encoding/sha256.ts";

/**
 * What an approval is bound to: SHA-256 over everything a policy can read of a call (actor, capability,
 * environment, context, payload), over the policy, and over the limits that the call exceeds (their buckets, in
 * order). Whatever differs in any of them is another call and needs another approval.
 */
export function approvalDigest(
  event: ActionEvent,
  policyDigest: string,
  exceeded: readonly string[] = [],
): string {
  return digestJson({
    actor: event.actor,
    alias: event.alias ?? null,
    capability: event.capability,
    context: judgedContext(event.context),
    environment: event.environment ?? null,
    exceeded,
    payload: event.payload,
    policy: policyDigest,
  });
}
