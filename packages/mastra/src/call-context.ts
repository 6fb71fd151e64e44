import type { ActionContext } from "@capfence/core";
import type { NativeAnswer, PendingApproval } from "@capfence/core/adapter";
import { type StandardSchemaWithJSON, toStandardSchema } from "@mastra/core/schema";
import type { MastraCall } from "./options.ts";

/** What Mastra says of a call that an agent or a workflow makes, beside or within the context, by the kind of tool. */
interface Caller {
  readonly toolCallId?: unknown;
  readonly threadId?: unknown;
  readonly resumeData?: unknown;
  readonly suspendPayload?: unknown;
  readonly suspend?: (payload: unknown, options?: { resumeSchema?: string }) => unknown;
}

/** A human's answer to a call that was paused, and the request it answers. */
export type Resumption = NativeAnswer & { readonly approvalId: string };

/** What `approveToolCall` and `declineToolCall` resume with, for those who show a form. */
const resumeSchema = JSON.stringify({
  type: "object",
  properties: { approved: { type: "boolean" }, reason: { type: "string" } },
  required: ["approved"],
});

/** What a call is paused with, as Mastra wants to know it of a tool. */
export const pauseSchema: StandardSchemaWithJSON = toStandardSchema({
  type: "object",
  properties: { capfence: { type: "object" } },
  required: ["capfence"],
});

/** Mastra's thread is the session, where there is one. */
export function factsOf(context: MastraCall): ActionContext {
  const { threadId, toolCallId } = callerOf(context);
  return {
    ...(typeof threadId === "string" && threadId !== "" ? { sessionId: threadId } : {}),
    ...(typeof toolCallId === "string" && toolCallId !== "" ? { toolCallId } : {}),
  };
}

/** What pauses the run at this call; undefined where nothing can, or where the call is said to resume already. */
export function pauserOf(
  context: MastraCall,
): ((pending: PendingApproval) => Promise<void>) | undefined {
  const { suspend, resumeData } = callerOf(context);
  // A model can write `resumeData` into its arguments. Paused, it would stand above the human's answer.
  if (suspend === undefined || resumeData != null) return undefined;
  return async (pending) => {
    await suspend({ capfence: pending }, { resumeSchema });
  };
}

/** The human's answer to this call, if it was paused for an approval. */
export function resumptionOf(context: MastraCall): Resumption | undefined {
  const { suspendPayload, resumeData } = callerOf(context);
  const approvalId = member(member(suspendPayload, "capfence"), "approvalId");
  const approved = member(resumeData, "approved");
  // Only Mastra's storage holds the payload of a pause; an answer without it is the model's own.
  if (typeof approvalId !== "string" || typeof approved !== "boolean") return undefined;
  const reason = member(resumeData, "reason");
  return { approvalId, approved, ...(typeof reason === "string" ? { note: reason } : {}) };
}

/** The context without our pause, of which the tool knows nothing. */
export function withoutPause(context: MastraCall): MastraCall {
  const { agent, workflow, ...rest } = context ?? {};
  const ours = { resumeData: undefined, suspendPayload: undefined };
  return {
    ...rest,
    ...ours,
    ...(agent === undefined ? {} : { agent: { ...agent, ...ours } }),
    ...(workflow === undefined ? {} : { workflow: { ...workflow, ...ours } }),
  };
}

function callerOf(context: MastraCall): Caller {
  const { agent, workflow, ...flat } = (context ?? {}) as { agent?: Caller; workflow?: Caller };
  // Tools of the AI SDK get it flat. So do those on an MCP server, but there whoever calls would answer.
  return agent ?? workflow ?? ("toolCallId" in flat ? flat : {});
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}
