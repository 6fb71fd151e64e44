import type { ApprovalRequest } from "../src/approvals/request.ts";
import { pendingRequest } from "./pending-request.ts";

/** A request of a tool's call as people are told of it: with arguments, and for a minute. */
export function waitingRequest(facts: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return pendingRequest("apr_0123456789abcdef", {
    digest: "d".repeat(64),
    context: { toolName: "pay" },
    payload: { amount: 5000, to: "bob" },
    policyDigest: "p".repeat(64),
    expiresAt: 60_000,
    ...facts,
  });
}
