import { AgentActionBlocked, ConfigurationError } from "@capfence/core";
import type { Tool, ToolSet } from "ai";
import { refusedCalls } from "./answers.ts";
import {
  type AppApproval,
  type ApprovalStatus,
  appStatus,
  ownOf,
  type ProposedToolCall,
} from "./app-approval.ts";
import { gateOf, guardTools } from "./guard-tools.ts";
import type { AiSdkGuardOptions } from "./options.ts";
import { toolContext } from "./sdk-options.ts";
import type { Step } from "./step.ts";

/** What to spread into `generateText`, `streamText` and `ToolLoopAgent`; see {@link capFence}. */
export interface CapFence<Tools extends ToolSet> {
  readonly tools: Tools;
  /** Judges all calls of a step before any of them runs. `ai` 6 does not know it, and asks the tools instead. */
  readonly toolApproval: (call: ProposedToolCall) => Promise<ApprovalStatus>;
  /** Passes on what humans have refused, and in throw mode ends a run in which a call was blocked as it ran. */
  readonly prepareStep: (step: Step) => Promise<undefined>;
}

/**
 * Tools that run only as the policy allows, with the SDK's own pauses and denials, to be spread into a call:
 * `generateText({ model, messages, ...capFence(tools, options) })`. Calls that need an approval pause the run unless
 * `onApproval` says otherwise. `inner` is the `toolApproval` that the app has of its own.
 *
 * Throws as `guardTools` does.
 */
export function capFence<Tools extends ToolSet>(
  tools: Tools,
  options: AiSdkGuardOptions,
  inner?: AppApproval<Tools>,
): CapFence<Tools> {
  const guarded = guardTools(tools, { onApproval: "pause", ...options });
  return {
    tools: guarded,
    toolApproval: (call) => statusOf(call, inner),
    prepareStep: async (step) => {
      if (options.onBlocked !== "message") throwBlocked(step);
      if (step.stepNumber === 0) await passOnRefusals(step, guarded);
      return undefined;
    },
  };
}

/** The stricter of what the policy and the app say of a call. */
async function statusOf(call: ProposedToolCall, inner: unknown): Promise<ApprovalStatus> {
  const { toolCall, tools, messages } = call;
  const { toolName, toolCallId, input } = toolCall;
  const tool = ownOf(tools, toolName) as Tool | undefined;
  const context = await toolContext(tool, ownOf(call.toolsContext, toolName));
  const gate = gateOf(tool);
  if (gate === undefined && typeof tool?.execute === "function")
    throw new ConfigurationError(`"${toolName}" is not guarded; give it to capFence too`);
  const options = { toolCallId, messages, context };
  const review = await gate?.review(input, options);
  if (typeof review === "object") return review;
  const theirs = await appStatus(call, context, inner);
  const verdict = typeof theirs === "object" ? theirs.type : theirs;
  if (verdict === "denied") return theirs;
  const pending = review === "asks" ? await gate?.ask(input, options) : undefined;
  if (pending !== undefined) {
    const { approvalId, explanation = "needs an approval" } = pending;
    return { type: "user-approval", reason: `${explanation} (request ${approvalId})` };
  }
  // A function for all tools takes the place of what the tool itself says, and so did ours.
  const wanted = verdict === undefined && (await gate?.wantsApproval(input, options));
  if (wanted) return "user-approval";
  const isOpen = verdict === undefined || verdict === "not-applicable";
  return (isOpen ? await gate?.refuseUnasked(input, options) : undefined) ?? theirs;
}

/** The SDK makes of whatever a tool throws something that the model reads, and goes on. */
function throwBlocked({ steps }: Step): void {
  for (const part of steps.at(-1)?.content ?? []) {
    const blocked = AgentActionBlocked.find(part);
    if (blocked !== undefined) throw blocked;
  }
}

/** The SDK keeps to a human's no without asking anybody, so nobody would hear of it. */
async function passOnRefusals(step: Step, tools: ToolSet): Promise<void> {
  const { messages, toolsContext, experimental_context } = step;
  for (const { toolCallId, toolName, input, answer } of refusedCalls(messages)) {
    const tool = ownOf(tools, toolName) as Tool | undefined;
    const context = await toolContext(tool, ownOf(toolsContext, toolName));
    await gateOf(tool)?.reject(
      input,
      { toolCallId, messages, context, experimental_context },
      answer,
    );
  }
}
