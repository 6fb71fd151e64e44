import type {
  HookCallbackMatcher,
  HookEvent,
  HookInput,
  Options,
  Query,
  SDKMessage,
  SyncHookJSONOutput,
} from "@anthropic-ai/claude-agent-sdk";
import type { QueryFunction } from "../src/guard-query.ts";

/** A call that an emulated model makes. */
export interface EmulatedCall {
  readonly toolName: string;
  readonly input: unknown;
  /** By default another one each time. */
  readonly id?: string;
  /** The in-process server whose tool it is. */
  readonly server?: string;
  /** The tool, in what would be Claude Code's process. */
  readonly run: (input: never) => Promise<unknown>;
  /** Told what the model reads of it. */
  readonly ended: (told: Told) => void;
}

/** What the model reads of a call: an output, or why there is none. */
export interface Told {
  readonly output?: unknown;
  readonly denial?: string;
  /** The run has ended before the call, to be resumed. */
  readonly isDeferred?: true;
}

/** What happens to a call, as hooks are told. */
export type EmulatedEvent = Readonly<Record<string, unknown>> & {
  readonly hook_event_name: HookEvent;
};

let calls = 0;

/** The SDK's `query` as far as it calls hooks, without Claude Code: one call, and the end. */
export function emulatedQuery(call: EmulatedCall): QueryFunction {
  return ({ options = {} }) => messagesOf(call, options) as unknown as Query;
}

async function* messagesOf(call: EmulatedCall, options: Options): AsyncGenerator<SDKMessage, void> {
  // Its process has a copy, which nobody else can change.
  const input: unknown = structuredClone(call.input);
  const { id = `toolu_${(calls += 1)}`, server } = call;
  const fire = (facts: EmulatedEvent): Promise<readonly SyncHookJSONOutput[]> =>
    fireHooks(options, {
      tool_name: call.toolName,
      tool_input: input,
      tool_use_id: id,
      ...(server === undefined ? {} : { mcp_server: { name: server, source: "sdk" } }),
      ...facts,
    });
  const said = await fire({ hook_event_name: "PreToolUse" });
  const denial = said.map(deniedBy).find((reason) => reason !== undefined);
  if (said.some((output) => decisionOf(output) === "defer")) {
    call.ended({ isDeferred: true });
    yield { type: "result", subtype: "success" } as SDKMessage;
    return;
  }
  if (denial !== undefined) call.ended({ denial });
  else
    try {
      const output = await call.run(input as never);
      call.ended({ output });
      await fire({ hook_event_name: "PostToolUse", tool_response: output });
    } catch (error) {
      call.ended({ denial: String(error) });
      await fire({ hook_event_name: "PostToolUseFailure", error: String(error) });
    }
  await fire({ hook_event_name: "PostToolBatch", tool_calls: [{ tool_use_id: id }] });
  yield { type: "result", subtype: "success" } as SDKMessage;
}

/** Calls the hooks of an event, as Claude Code does: all at once. */
export async function fireHooks(
  options: Options,
  event: EmulatedEvent,
): Promise<readonly SyncHookJSONOutput[]> {
  const facts = { session_id: "session", transcript_path: "", cwd: "/", ...event };
  const input = facts as unknown as HookInput;
  const matchers: readonly HookCallbackMatcher[] = options.hooks?.[event.hook_event_name] ?? [];
  const { signal } = new AbortController();
  const outputs = matchers.flatMap(({ hooks, onFailure }) =>
    hooks.map(async (hook) => {
      try {
        return (await hook(input, undefined, { signal })) as SyncHookJSONOutput;
      } catch (error) {
        if (onFailure !== "block") return {};
        return { decision: "block", reason: String(error) } as const;
      }
    }),
  );
  return Promise.all(outputs);
}

/** What a `PreToolUse` hook has decided. */
export function decisionOf({ hookSpecificOutput: said }: SyncHookJSONOutput): string | undefined {
  return said?.hookEventName === "PreToolUse" ? said.permissionDecision : undefined;
}

function deniedBy(output: SyncHookJSONOutput): string | undefined {
  if (output.decision === "block") return output.reason;
  const decision = output.hookSpecificOutput;
  if (decision?.hookEventName !== "PreToolUse") return undefined;
  return decision.permissionDecision === undefined ? undefined : decision.permissionDecisionReason;
}
