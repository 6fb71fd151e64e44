import { AgentActionBlocked, denialMessage, parseJson } from "@capfence/core";
import type { RunContext, RunToolApprovalItem } from "@openai/agents";
import type { GuardableTool } from "./guarded-tools.ts";
import { enforcementOf, type OpenAiGuardOptions } from "./options.ts";
import { ToolGuard } from "./tool-guard.ts";

/** Answers the SDK's question whether OpenAI may run a call of a hosted MCP tool. */
export type HostedMcpApproval<Context> = (
  context: RunContext<Context>,
  item: RunToolApprovalItem,
) => Promise<{ approve: boolean; reason?: string }>;

const judging = new WeakSet<object>();

/**
 * What a hosted MCP tool takes as `onApproval`, with `requireApproval: "always"`: OpenAI runs a call only if the policy
 * allows it. What is recorded as succeeded is that the call was let through; what became of it only OpenAI knows.
 *
 * Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work.
 */
export function hostedMcpApproval<Context = unknown>(
  options: OpenAiGuardOptions<Context>,
): HostedMcpApproval<Context> {
  const enforcement = enforcementOf(options as OpenAiGuardOptions);
  const approve: HostedMcpApproval<Context> = async (context, item) => {
    const { rawItem } = item;
    const { providerData } = rawItem;
    const name = String(providerData?.["name"] ?? item.name);
    const definition = { type: "hosted_mcp", server: String(providerData?.["server_label"]), name };
    const text = String(providerData?.["arguments"] ?? item.arguments);
    const guard = new ToolGuard(enforcement, name, definition);
    try {
      const toolCall = rawItem.id === undefined ? {} : { toolCall: { callId: rawItem.id } };
      return await guard.run(context, parseJson(text), toolCall, {
        invoke: () => ({ approve: true }),
      });
    } catch (error) {
      if (!AgentActionBlocked.isInstance(error) || enforcement.onBlocked === "throw") throw error;
      return { approve: false, reason: denialMessage(error) };
    }
  };
  judging.add(approve);
  return approve;
}

/** Whether each call of a hosted tool is put to a guard before OpenAI runs it. */
export function isJudgedAtProvider(tool: GuardableTool): boolean {
  const { providerData } = tool as { readonly providerData?: Readonly<Record<string, unknown>> };
  const approval = providerData?.["on_approval"];
  return (
    providerData?.["require_approval"] === "always" &&
    typeof approval === "function" &&
    judging.has(approval)
  );
}
