import type { ActionEvent } from "../action/event.ts";
import { digestJson } from "../encoding/sha256.ts";

/**
 * What an approval is bound to: SHA-256 over the actor, capability, environment, session, tool, payload
 * and policy. Whatever differs in any of them is another call and needs another approval.
 */
export function approvalDigest(event: ActionEvent, policyDigest: string): string {
  return digestJson({
    actor: event.actor,
    capability: event.capability,
    alias: event.alias ?? null,
    environment: event.environment ?? null,
    session: event.context.sessionId ?? null,
    tool: event.context.toolName ?? null,
    payload: event.payload,
    policy: policyDigest,
  });
}
