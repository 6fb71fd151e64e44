import type { ApprovalRequest, JsonObject } from "@capfence/core";
import type { ApprovalScope } from "../approvals/approval-scope.ts";

/** Conditions that the call at hand meets, proposed for later calls. */
export interface ReadableEnvelope {
  readonly conditions: JsonObject;
  /** The conditions as a person reads them, one a line. */
  readonly lines: readonly string[];
}

/** Answers requests for the inbox, in the name of one person (a port). */
export interface InboxAnswers {
  /** Who answers. */
  readonly by: string;
  /** Why this person cannot answer a request, where that is so. */
  readonly refusal?: (request: ApprovalRequest) => string | undefined;
  /** Proposes an envelope; where it is missing, or proposes none, there is no such choice. */
  readonly envelope?: (request: ApprovalRequest) => ReadableEnvelope | undefined;
  /** Rejects with an `ApprovalError` where the request can no longer be answered. */
  readonly approve: (
    request: ApprovalRequest,
    answer: { readonly scope: ApprovalScope; readonly note?: string },
  ) => Promise<ApprovalRequest>;
  /** As `approve`; the note reaches the agent. */
  readonly reject: (
    request: ApprovalRequest,
    answer: { readonly note: string },
  ) => Promise<ApprovalRequest>;
}
