import { denialMessage, parseJson } from "@capfence/core";
import { asSent } from "@capfence/core/adapter";
import type { RunContext } from "@openai/agents";
import type { GuardableTool, Guarded } from "./guarded-tools.ts";
import { runNested } from "./nested-runs.ts";
import type { OpenAiEnforcement } from "./options.ts";
import { type CallDetails, ToolGuard } from "./tool-guard.ts";

/** A function tool as far as the guard looks into it. */
export interface CallableTool extends GuardableTool {
  readonly description: string;
  readonly parameters: unknown;
  readonly outputSchema?: unknown;
  readonly invoke: (context: RunContext, input: string, details?: CallDetails) => Promise<unknown>;
  readonly needsApproval: Approval;
}

/** Whether a call waits for a human. */
export type Approval = (context: RunContext, input: object, callId?: string) => Promise<boolean>;

/** What the SDK makes of what a tool throws, unless the tool says otherwise, begins so. */
export const DEFAULT_ERROR = "An error occurred while running the tool";

/** A function tool that runs only what the policy allows. */
export function guardedFunction(tool: CallableTool, enforcement: OpenAiEnforcement): Guarded {
  const { invoke: inner, needsApproval: own } = tool;
  const guard = guardOfFunction(tool, enforcement);
  // What runs is neither the text of the model nor what was made of it for an approval, but what was judged. The SDK
  // knows `details` by identity.
  const invoke: CallableTool["invoke"] = async (context, text, details) =>
    guard.run<unknown>(context, parseJson(text), details ?? {}, {
      invoke: (judged) =>
        runNested(() => inner.call(tool, context, JSON.stringify(judged), details)),
      isFailure: isDefaultError,
      ...(tool.outputSchema === undefined ? { deny: denialMessage } : {}),
    });
  const needsApproval: Approval = (context, input, callId) =>
    guard.needsAnswer(context, input, callId, (judged) => own.call(tool, context, judged, callId));
  return {
    properties: guard.pauses ? { invoke, needsApproval } : { invoke },
    refuse: (context, call, note) => {
      const { arguments: text, callId } = call as { arguments: string; callId?: string };
      return guard.refuse(context, parseJson(text), callId, note);
    },
  };
}

/** The guard of a function tool. */
export function guardOfFunction(
  { name, description, parameters }: CallableTool,
  enforcement: OpenAiEnforcement,
): ToolGuard {
  return new ToolGuard(enforcement, name, asSent({ name, description, parameters }));
}

function isDefaultError(output: unknown): boolean {
  return typeof output === "string" && output.startsWith(DEFAULT_ERROR);
}
