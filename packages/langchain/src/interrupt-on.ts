import { Enforcement, type PendingApproval } from "@capfence/core/adapter";
import type { ToolCall } from "@langchain/core/messages/tool";
import { interopParseAsync, isInteropZodSchema } from "@langchain/core/utils/types";
import type { InterruptOnConfig } from "langchain";
import { contextOf } from "./call-context.ts";
import type { LangChainCall, LangChainGuardOptions, LangChainTool } from "./options.ts";
import { definitionOf } from "./tool-definition.ts";

/**
 * The `interruptOn` of LangChain's `humanInTheLoopMiddleware`: it asks for those calls that the policy wants to be
 * approved, and their requests are on record. Its answers only resume the run: the approval itself is given in CapFence.
 *
 * Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work.
 */
export function capFenceInterruptOn(
  tools: readonly LangChainTool[],
  options: LangChainGuardOptions,
): Record<string, InterruptOnConfig> {
  const enforcement = new Enforcement<LangChainCall>("langchain", options);
  return Object.fromEntries(
    tools.map((tool) => [
      tool.name,
      {
        allowedDecisions: ["approve", "reject"],
        when: async ({ toolCall, runtime }) => {
          const call = await proposalOf(tool, toolCall, runtime);
          if (call === undefined) return false;
          // Not whether it still waits: the run is judged again when it is resumed, and must ask the same again.
          const found = await enforcement.preview(call);
          if (found?.decision !== "require_approval") return false;
          await enforcement.pending(call);
          return true;
        },
        description: async (toolCall, _state, runtime) => {
          const call = await proposalOf(tool, toolCall, runtime);
          return describe(call && (await enforcement.pending(call)));
        },
      } satisfies InterruptOnConfig,
    ]),
  );
}

/** The call as the guarded tool will judge it; undefined for one that does not fit its schema and will not run. */
async function proposalOf(
  tool: LangChainTool,
  toolCall: ToolCall,
  runtime: object,
): Promise<Parameters<Enforcement<LangChainCall>["pending"]>[0] | undefined> {
  const native = { ...runtime, toolCall: { ...toolCall, type: "tool_call" } } as LangChainCall;
  try {
    const input: unknown = isInteropZodSchema(tool.schema)
      ? await interopParseAsync(tool.schema, toolCall.args)
      : toolCall.args;
    const isObject = typeof input === "object" && input !== null && !Array.isArray(input);
    return {
      native,
      toolName: tool.name,
      input: isObject ? input : { input },
      context: contextOf(native),
      definition: definitionOf(tool as never),
    };
  } catch {
    return undefined;
  }
}

function describe(pending: PendingApproval | undefined): string {
  if (pending === undefined) return "approved in CapFence";
  return `${pending.explanation ?? "needs an approval"} (${pending.approvalId})`;
}
