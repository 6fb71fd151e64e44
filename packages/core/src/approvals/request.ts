import type { JsonObject } from "../encoding/json.ts";

/** Where a request for approval stands. `expired` is a pending or approved request whose time is over. */
export type ApprovalState = "pending" | "approved" | "rejected" | "consumed" | "expired";

/** A call that waits for a human, or that a human has answered. Times are milliseconds since the Unix epoch. */
export interface ApprovalRequest {
  readonly id: string;
  /** What the approval is bound to; see `approvalDigest`. */
  readonly digest: string;
  readonly state: Exclude<ApprovalState, "expired">;
  readonly actor: string;
  readonly capability: string;
  readonly environment?: string;
  /** Session, tool, role, tenant and whatever else of the context a policy can read. */
  readonly context: JsonObject;
  readonly payload: JsonObject;
  readonly policyDigest: string;
  /** The rule that asked, and its author's words. */
  readonly rule?: string;
  readonly reason?: string;
  readonly createdAt: number;
  /** From then on it can be neither answered nor used. */
  readonly expiresAt: number;
  readonly resolvedAt?: number;
  readonly resolvedBy?: string;
  /** The approver's words. */
  readonly note?: string;
}

/** Where a request stands at a time. */
export function stateAt(request: ApprovalRequest, now: number): ApprovalState {
  return request.state !== "consumed" && now >= request.expiresAt ? "expired" : request.state;
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

/** A change of a request's state, applied only if the request still is as the transition expects. */
export type ApprovalTransition =
  /** Queues a request, unless one with its digest is pending, approved or rejected and not yet expired. */
  | { readonly type: "request"; readonly request: ApprovalRequest }
  /** Answers a pending request that has not expired. */
  | {
      readonly type: "resolve";
      readonly id: string;
      readonly state: "approved" | "rejected";
      readonly by: string;
      readonly note?: string;
      readonly at: Clock;
    }
  /** Uses up an approved request that has not expired. */
  | { readonly type: "consume"; readonly id: string; readonly at: Clock };

/** The time, in milliseconds since the Unix epoch. */
type Clock = () => number;

/**
 * The request after a transition, or undefined if the transition does not apply to it.
 *
 * To be called where nothing can come between it and its effect: only then is the transition's clock read,
 * because a commit may have waited, and an approval must not outlive its time in a queue.
 */
export function applyTransition(
  current: ApprovalRequest | undefined,
  transition: ApprovalTransition,
): ApprovalRequest | undefined {
  if (transition.type === "request") {
    const { request } = transition;
    const state = current && stateAt(current, request.createdAt);
    return state === undefined || state === "expired" || state === "consumed" ? request : undefined;
  }
  if (current === undefined) return undefined;
  const now = transition.at();
  const state = stateAt(current, now);
  if (transition.type === "consume")
    return state === "approved" ? { ...current, state: "consumed" } : undefined;
  if (state !== "pending") return undefined;
  const { state: answer, by, note } = transition;
  return {
    ...current,
    ...(note === undefined ? {} : { note }),
    state: answer,
    resolvedBy: by,
    resolvedAt: now,
  };
}
