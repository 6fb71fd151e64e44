import type { CanUseTool, PreToolUseHookInput } from "@anthropic-ai/claude-agent-sdk";
import { canonicalJson, freezeJsonObject } from "@capfence/core";
import type { NativeAnswer, PendingApproval } from "@capfence/core/adapter";

/**
 * Asks the host's `canUseTool` for a call that needs an approval. It is asked here and not by Claude Code, whose answer
 * could come from a permission rule, a hook or a classifier instead.
 */
export async function askHost(
  canUseTool: CanUseTool,
  native: PreToolUseHookInput,
  pending: PendingApproval,
  signal: AbortSignal,
): Promise<NativeAnswer> {
  const { tool_name: name, tool_use_id: toolUseID, agent_id: agentID, mcp_server: server } = native;
  const input = freezeJsonObject(native.tool_input);
  const said = await canUseTool(name, structuredClone(input) as Record<string, unknown>, {
    signal,
    toolUseID,
    requestId: pending.approvalId,
    decisionReason: JSON.stringify({ capfence: pending }),
    ...(agentID === undefined ? {} : { agentID }),
    ...(server === undefined ? {} : { mcpServer: server }),
  });
  if (said === null) return { approved: false, note: "answered past the run that asked" };
  if (said.behavior === "deny") return { approved: false, note: said.message };
  // Whatever else a host without types may say.
  if (said.behavior !== "allow") return { approved: false, note: "answered neither yes nor no" };
  const changed =
    said.updatedInput !== undefined &&
    canonicalJson(freezeJsonObject(said.updatedInput)) !== canonicalJson(input);
  return changed
    ? { approved: false, note: "approved with other arguments; call it with those" }
    : { approved: true };
}
