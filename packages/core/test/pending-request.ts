import type { ApprovalRequest } from "../src/approvals/request.ts";

/** A request that waits, made at 0 for 1,000 milliseconds. */
export function pendingRequest(id: string, facts: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    id,
    digest: `digest of ${id}`,
    state: "pending",
    actor: "agent",
    capability: "payments.transfer",
    context: {},
    payload: {},
    policyDigest: "policy",
    quorum: 1,
    createdAt: 0,
    expiresAt: 1000,
    answers: [],
    ...facts,
  };
}
