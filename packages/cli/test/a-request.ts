import type { ApprovalRequest } from "@capfence/core";

/** A request for approval of a transfer that waits until 1000, with what a test makes different. */
export function aRequest(difference: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    id: "apr_1",
    digest: "digest of the call",
    state: "pending",
    actor: "pay-agent",
    capability: "payments.transfer",
    environment: "production",
    context: { sessionId: "run-17", toolName: "transfer" },
    payload: { amount: 5000 },
    policyDigest: "policy",
    quorum: 1,
    createdAt: 100,
    expiresAt: 1000,
    answers: [],
    ...difference,
  };
}
