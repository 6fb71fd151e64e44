import type { PreToolUseHookInput } from "@anthropic-ai/claude-agent-sdk";
import type { ActionContext } from "@capfence/core";
import type { NativeProposal } from "@capfence/core/adapter";
import type { ClaudeCall, ClaudeGuardOptions } from "./options.ts";

/** A call as Claude Code proposes it. */
export function proposalOf(
  native: PreToolUseHookInput,
  options: ClaudeGuardOptions,
): NativeProposal<ClaudeCall> {
  const { tool_name: toolName, tool_input: input, tool_use_id: id } = native;
  return { native, toolName, input, context: contextOf(native, id, options) };
}

/** The facts of a call. A session that the host names goes before Claude Code's own, which is another in every run. */
export function contextOf(
  native: ClaudeCall,
  toolCallId: string | undefined,
  { sessionId }: ClaudeGuardOptions,
): ActionContext {
  return {
    ...(native === undefined || sessionId !== undefined ? {} : { sessionId: native.session_id }),
    ...(toolCallId === undefined ? {} : { toolCallId }),
  };
}
