import type { HookCallback, HookCallbackMatcher } from "@anthropic-ai/claude-agent-sdk";

const CHANGED =
  "a hook of this agent changed the arguments after they were judged; call the tool with these arguments instead";

/** A host's hooks, where each that would change a call's arguments, which CapFence has judged, refuses the call instead. */
export function withoutRewrites(matcher: HookCallbackMatcher): HookCallbackMatcher {
  return { ...matcher, hooks: matcher.hooks.map((hook) => refusingRewrites(hook)) };
}

function refusingRewrites(hook: HookCallback): HookCallback {
  return async (...call) => {
    const output = await hook(...call);
    if (!("hookSpecificOutput" in output)) return output;
    const { hookSpecificOutput: said } = output;
    if (said?.hookEventName === "PreToolUse" && said.updatedInput !== undefined) {
      const { updatedInput: _changed, ...rest } = said;
      return {
        ...output,
        hookSpecificOutput: {
          ...rest,
          permissionDecision: "deny",
          permissionDecisionReason: CHANGED,
        },
      };
    }
    if (
      said?.hookEventName === "PermissionRequest" &&
      said.decision.behavior === "allow" &&
      said.decision.updatedInput !== undefined
    )
      return {
        ...output,
        hookSpecificOutput: { ...said, decision: { behavior: "deny", message: CHANGED } },
      };
    return output;
  };
}
