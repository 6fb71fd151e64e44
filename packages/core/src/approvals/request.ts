import type { JsonObject } from "../encoding/json.ts";
import { isOver } from "./lifetime.ts";

/** Where a request for approval stands. `expired` is a pending or approved request whose time is over. */
export type ApprovalState =
  | "pending"
  | "approved"
  | "rejected"
  | "expired"
  | "cancelled"
  | "consumed";

/** What one approver said of a request. */
export interface ApprovalAnswer {
  readonly answer: "approved" | "rejected";
  readonly by: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** The approver's words. */
  readonly note?: string;
  /** The signed note that says so; see `answerStatement`. */
  readonly signature?: string;
}

/** Some who may answer, by name, and how many of them must approve. */
export interface ApproverGroup {
  readonly approvers: readonly string[];
  readonly quorum: number;
}

/** A call that waits for a human, or that a human has answered. Times are milliseconds since the Unix epoch. */
export interface ApprovalRequest {
  readonly id: string;
  /** What the approval is bound to; see `approvalDigest`. */
  readonly digest: string;
  readonly state: ApprovalState;
  readonly actor: string;
  readonly capability: string;
  readonly alias?: string;
  readonly environment?: string;
  /** Session, tool, role, tenant and whatever else of the context a policy can read. */
  readonly context: JsonObject;
  readonly payload: JsonObject;
  readonly policyDigest: string;
  /** The rule that asked, and its author's words. */
  readonly rule?: string;
  readonly reason?: string;
  /** Who was to answer when it was made; shown to people, never believed: the policy says who may. */
  readonly approvers?: readonly string[];
  /** How many must approve. */
  readonly quorum: number;
  /** Where several entries of the policy cover the call, what each asks for: approvals may count for more than one. */
  readonly groups?: readonly ApproverGroup[];
  readonly createdAt: number;
  /** From then on it can be neither answered nor used. */
  readonly expiresAt: number;
  /** Oldest first. */
  readonly answers: readonly ApprovalAnswer[];
  /** Who took it back, and why. */
  readonly cancelledBy?: string;
  readonly cancelledFor?: string;
}

/** Where a request stands at a time. */
export function stateAt(request: ApprovalRequest, now: number): ApprovalState {
  const { state } = request;
  if (state === "consumed" || state === "cancelled") return state;
  return isOver(request, now) ? "expired" : state;
}

/** The answer that settled a request, or the last one so far. */
export function lastAnswer({ answers }: ApprovalRequest): ApprovalAnswer | undefined {
  return answers.at(-1);
}

/** The tool that a request is about, by its name and the digest of its definition, as far as they are known. */
export function toolOf({ context }: ApprovalRequest): {
  readonly tool?: string;
  readonly toolDigest?: string;
} {
  const { toolName, toolDigest } = context;
  return {
    ...(typeof toolName === "string" ? { tool: toolName } : {}),
    ...(typeof toolDigest === "string" ? { toolDigest } : {}),
  };
}

/** What a record of an approval says of the request that it is about. */
export function aboutRequest(request: ApprovalRequest): AboutRequest {
  const { id, digest, actor, capability, environment, context, policyDigest } = request;
  const { toolName } = context;
  return {
    approval: id,
    digest,
    actor,
    capability,
    ...(environment === undefined ? {} : { environment }),
    ...(typeof toolName === "string" ? { tool: toolName } : {}),
    policyDigest,
  };
}

/** Which call a request is about. */
interface AboutRequest {
  readonly approval: string;
  readonly digest: string;
  readonly actor: string;
  readonly capability: string;
  readonly environment?: string;
  readonly tool?: string;
  readonly policyDigest: string;
}
