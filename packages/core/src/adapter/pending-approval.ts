import type { JsonObject } from "../encoding/json.ts";
import type { ExecutionPreview } from "../runtime/verdict.ts";

/** A call that waits for an approval, for the payload of a framework's pause: what is asked, and under which id. */
export interface PendingApproval {
  readonly approvalId: string;
  readonly tool: string;
  readonly capability: string;
  readonly actor: string;
  readonly payload: JsonObject;
  /** The words of the policy's author on why this is asked. */
  readonly explanation?: string;
}

/** What a call waits for by what was found out about it, if it waits. */
export function pendingApproval(found: ExecutionPreview | undefined): PendingApproval | undefined {
  if (found === undefined || found.authorized) return undefined;
  const { reason, approvalId, event, rule } = found;
  if (reason !== "approval_required" || approvalId === undefined) return undefined;
  return {
    approvalId,
    tool: event.context.toolName ?? event.capability,
    capability: event.capability,
    actor: event.actor,
    payload: event.payload,
    ...(rule?.reason === undefined ? {} : { explanation: rule.reason }),
  };
}
