import type { NativeAnswer } from "@capfence/core/adapter";
import type { RunContext } from "@openai/agents";

/** A call that a model makes, as far as the guard looks into it. */
export interface NativeToolCall {
  readonly callId?: string;
  readonly namespace?: string;
}

/**
 * What a human has said of this very call (`state.approve`, `state.reject`). "Always approve" is said of calls that
 * nobody has seen yet, and is no answer; "always reject" is a no.
 */
export function nativeAnswer(
  context: RunContext,
  toolName: string,
  call: NativeToolCall | undefined,
): NativeAnswer | undefined {
  const callId = call?.callId;
  if (callId === undefined) return undefined;
  const { approvals } = context.toJSON();
  const qualified = call?.namespace === undefined ? [] : [`${call.namespace}.${toolName}`];
  const records = [toolName, ...qualified]
    .filter((name) => Object.hasOwn(approvals, name))
    .map((name) => approvals[name]);
  // Both may have been said, of calls of two agents: a no counts.
  for (const record of records)
    if (record?.rejected === true || isAmong(callId, record?.rejected)) {
      const note = record?.messages?.[callId] ?? record?.stickyRejectMessage;
      return { approved: false, ...(note === undefined ? {} : { note }) };
    }
  return records.some((record) => isAmong(callId, record?.approved))
    ? { approved: true }
    : undefined;
}

/** Whether a human has said anything of a call with this id. */
export function isAnswered(context: RunContext, callId: string | undefined): boolean {
  if (callId === undefined) return false;
  return Object.values(context.toJSON().approvals).some(
    ({ approved, rejected }) => isAmong(callId, approved) || isAmong(callId, rejected),
  );
}

function isAmong(callId: string, callIds: boolean | readonly string[] | undefined): boolean {
  return typeof callIds === "object" && callIds.includes(callId);
}
