import type {
  HookCallback,
  HookCallbackMatcher,
  HookEvent,
  SyncHookJSONOutput,
} from "@anthropic-ai/claude-agent-sdk";
import type { AgentGuard } from "./agent-guard.ts";
import { askedIfNotDeferred, decide } from "./hook-output.ts";

/** Hooks, as options of an agent have them. */
export type Hooks = Partial<Record<HookEvent, HookCallbackMatcher[]>>;

/** Longer than any human takes: a hook that times out blocks its call. */
const WEEK = 7 * 24 * 60 * 60;

/** The hooks through which Claude Code asks an agent's guard. They have no matcher: no tool goes past them. */
export function hooksOf(agent: AgentGuard): Hooks {
  const verdicts = new Map<string, Verdict>();
  const verdictOf = (id: string): Verdict => {
    const verdict = verdicts.get(id) ?? { ...Promise.withResolvers(), isTaken: false };
    verdicts.set(id, verdict);
    return verdict;
  };
  const judge: HookCallback = async (input, _id, { signal }) => {
    if (input.hook_event_name !== "PreToolUse") return {};
    const verdict = verdictOf(input.tool_use_id);
    // Which of them runs could not be told from what is reported of them.
    if (verdict.isTaken) return decide("deny", "another call has been made under the same id");
    verdict.isTaken = true;
    const output = await agent.before(input, signal);
    verdict.resolve(output);
    return output;
  };
  const askUndeferred: HookCallback = async (input) =>
    input.hook_event_name === "PreToolUse"
      ? askedIfNotDeferred(await verdictOf(input.tool_use_id).promise)
      : {};
  const after: HookCallback = async (input) =>
    input.hook_event_name === "PostToolUse" || input.hook_event_name === "PostToolUseFailure"
      ? agent.after(input)
      : {};
  const settle: HookCallback = async (input) => {
    if (input.hook_event_name !== "PostToolBatch") {
      await agent.settleSession(input.session_id);
      return {};
    }
    const ids = input.tool_calls.map(({ tool_use_id: id }) => id);
    for (const id of ids) verdicts.delete(id);
    await agent.settle(ids);
    return agent.stop(input.session_id);
  };
  return {
    PreToolUse: [closed(judge, ...(agent.defers ? [askUndeferred] : []))],
    PostToolUse: [closed(after)],
    PostToolUseFailure: [closed(after)],
    PostToolBatch: [closed(settle)],
    SessionEnd: [closed(settle)],
  };
}

interface Verdict extends PromiseWithResolvers<SyncHookJSONOutput> {
  isTaken: boolean;
}

/** By default a hook that fails lets its call through. */
function closed(...hooks: HookCallback[]): HookCallbackMatcher {
  return { hooks, onFailure: "block", timeout: WEEK };
}
