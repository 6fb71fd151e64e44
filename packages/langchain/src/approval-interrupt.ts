import { ApprovalError, canonicalJson, type JsonObject } from "@capfence/core";
import type { NativeAnswer, PendingApproval } from "@capfence/core/adapter";

/** The payload of an interrupt that asks for approvals: LangChain's `HITLRequest`, with what CapFence knows beside it. */
export interface ApprovalInterrupt {
  readonly actionRequests: readonly {
    readonly name: string;
    readonly args: PendingApproval["payload"];
    readonly description: string;
  }[];
  readonly reviewConfigs: readonly {
    readonly actionName: string;
    readonly allowedDecisions: readonly ["approve", "reject"];
  }[];
  readonly capfence: readonly PendingApproval[];
  /** Whether a yes counts only if it is addressed to the id of the interrupt. */
  readonly byId?: true;
}

const BY_ID =
  "answer by id: resume with { [interrupt.id]: { decisions: [...] } } for each interrupt";

/**
 * What to interrupt a run with for calls that wait for approvals, in their order. LangGraph keeps an answer that has no
 * address, and gives it again; where there is one already, only those that have one can be told from it (`byId`).
 */
export function approvalInterrupt(
  pendings: readonly PendingApproval[],
  byId = false,
): ApprovalInterrupt {
  return {
    actionRequests: pendings.map(({ tool, payload, explanation }) => ({
      name: tool,
      args: payload,
      description: byId ? BY_ID : (explanation ?? `"${tool}" needs an approval`),
    })),
    reviewConfigs: pendings.map(({ tool }) => ({
      actionName: tool,
      allowedDecisions: ["approve", "reject"],
    })),
    capfence: pendings,
    ...(byId ? { byId } : {}),
  };
}

/**
 * The calls that a stored interrupt has shown, in their order. None where humans were shown others than CapFence has
 * asked for: whoever stores it could have changed it.
 */
export function shownIn(interrupt: unknown): readonly PendingApproval[] {
  const { actionRequests, capfence } = isObject(interrupt) ? interrupt : {};
  if (!Array.isArray(actionRequests) || !Array.isArray(capfence)) return [];
  const same = (one: unknown, place: number): boolean => {
    const request: unknown = actionRequests[place];
    if (!isObject(one) || !isObject(request) || typeof one["approvalId"] !== "string") return false;
    return isShownAs(request["name"], request["args"], one);
  };
  return capfence.length === actionRequests.length && capfence.every(same)
    ? (capfence as readonly PendingApproval[])
    : [];
}

/** Whether this call is the one that humans were shown. */
export function isShownAs(
  name: unknown,
  args: unknown,
  { tool, payload }: { readonly tool?: unknown; readonly payload?: unknown },
): boolean {
  try {
    return (
      name === tool && canonicalJson(args as JsonObject) === canonicalJson(payload as JsonObject)
    );
  } catch {
    return false;
  }
}

/**
 * What humans have answered, read from what a run was resumed with: LangChain's `HITLResponse`, one decision for each
 * call. Throws `ApprovalError` for anything else, edited calls included: nobody has said yes to those.
 */
export function answersOf(resume: unknown, count: number): readonly NativeAnswer[] {
  const decisions = isObject(resume) ? resume["decisions"] : undefined;
  if (!Array.isArray(decisions))
    throw new ApprovalError(
      'resume with { decisions: [{ type: "approve" }] }, one decision for each call',
    );
  if (decisions.length !== count)
    throw new ApprovalError(
      `one decision for each call that waits, got ${decisions.length} for ${count}`,
    );
  // Not `map`, which would leave holes as they are.
  return Array.from(decisions, answerOf);
}

function answerOf(decision: unknown): NativeAnswer {
  const { type, message } = isObject(decision) ? decision : {};
  if (type === "approve") return { approved: true };
  if (type === "reject")
    return { approved: false, ...(typeof message === "string" ? { note: message } : {}) };
  throw new ApprovalError(
    `a decision is of type "approve" or "reject", got ${JSON.stringify(type)}; an edited call has to be proposed again`,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
