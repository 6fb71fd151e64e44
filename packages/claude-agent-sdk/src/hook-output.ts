import type { HookPermissionDecision, SyncHookJSONOutput } from "@anthropic-ai/claude-agent-sdk";

/** What a `PreToolUse` hook answers to decide on a call. It never answers `allow`, which skips the user's own rules. */
export function decide(
  permissionDecision: Exclude<HookPermissionDecision, "allow">,
  permissionDecisionReason: string,
): SyncHookJSONOutput {
  return {
    hookSpecificOutput: {
      hookEventName: "PreToolUse",
      permissionDecision,
      permissionDecisionReason,
    },
  };
}

/** What to add to it for a call that is deferred: Claude Code ignores that where it cannot defer, and then must ask. */
export function askedIfNotDeferred(output: SyncHookJSONOutput): SyncHookJSONOutput {
  const decision = output.hookSpecificOutput;
  if (decision?.hookEventName !== "PreToolUse" || decision.permissionDecision !== "defer")
    return {};
  return decide("ask", decision.permissionDecisionReason ?? "");
}
