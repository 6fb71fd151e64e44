import type { generateText, ModelMessage, ToolSet } from "ai";

/** What becomes of a call before it runs, in the words of the AI SDK 7. */
export type ApprovalStatus =
  | undefined
  | "not-applicable"
  | "approved"
  | "denied"
  | "user-approval"
  | { readonly type: "not-applicable"; readonly reason?: never }
  | { readonly type: "approved" | "denied" | "user-approval"; readonly reason?: string };

/** A call that a model has made, as the SDK asks about it. */
export interface ProposedToolCall {
  readonly toolCall: {
    readonly toolCallId: string;
    readonly toolName: string;
    readonly input: unknown;
  };
  readonly tools: object | undefined;
  readonly messages: readonly ModelMessage[];
  readonly toolsContext?: object;
  readonly runtimeContext?: unknown;
}

/** The `toolApproval` an app has of its own; there is none with `ai` 6. */
export type AppApproval<Tools extends ToolSet> =
  // Not imported by its name, which `ai` 6 lacks.
  Parameters<typeof generateText<Tools>>[0] extends { toolApproval?: infer Approval }
    ? NonNullable<Approval>
    : never;

/** What the app says of a call: a function for all tools, or a status or a function for each. */
export async function appStatus(
  call: ProposedToolCall,
  toolContext: unknown,
  approval: unknown,
): Promise<ApprovalStatus> {
  if (typeof approval === "function") return (approval as AskAboutAll)(call);
  const { toolCall, messages, runtimeContext } = call;
  const { toolName, toolCallId, input } = toolCall;
  const status = ownOf(approval, toolName) as ApprovalStatus | AskAboutOne;
  if (typeof status !== "function") return status;
  return status(input, { toolCallId, messages, toolContext, runtimeContext });
}

type AskAboutAll = (call: ProposedToolCall) => ApprovalStatus | Promise<ApprovalStatus>;
type AskAboutOne = (input: unknown, options: object) => ApprovalStatus | Promise<ApprovalStatus>;

/** What an object has under a name that a model may have chosen: nothing that it inherits. */
export function ownOf(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null && Object.hasOwn(of, name)
    ? Reflect.get(of, name)
    : undefined;
}
