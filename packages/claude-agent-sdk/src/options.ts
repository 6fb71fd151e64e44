import type { PreToolUseHookInput } from "@anthropic-ai/claude-agent-sdk";
import type { NativeAnswer, PausingAdapterOptions } from "@capfence/core/adapter";

/** What Claude Code says of a call; undefined for a guarded tool that no guarded agent has called. */
export type ClaudeCall = PreToolUseHookInput | undefined;

/** What a human has answered to a deferred call. */
export interface DeferredAnswer extends NativeAnswer {
  /** The `input` of the `deferred_tool_use` they were shown: a yes to others than these is none. */
  readonly input?: unknown;
}

/** What guards of Claude agents and of their tools take. */
export interface ClaudeGuardOptions extends PausingAdapterOptions<ClaudeCall> {
  /** What humans have answered to the deferred call of a resumed session, by the `id` of its `deferred_tool_use`. */
  readonly answers?: Readonly<Record<string, DeferredAnswer>>;
}
