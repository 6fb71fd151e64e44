import type { RunContext, Runner, RunState, RunToolApprovalItem } from "@openai/agents";
import { checkGuarded, guardAgent, type GuardableAgent } from "./guard-agent.ts";
import { type GuardableTool, guardOf } from "./guarded-tools.ts";
import { nativeAnswer } from "./native-answer.ts";
import { enforcementOf, type OpenAiGuardOptions } from "./options.ts";
import type { NativeToolCall } from "./native-answer.ts";

type State = Pick<RunState<unknown, never>, "getInterruptions" | "_context">;

/**
 * Guards a runner in place, and gives it back: every agent it runs is guarded, no tool that is not starts, and a
 * human's no (`state.reject`) is passed on to the request of the call when the run is resumed.
 *
 * Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work.
 */
export function guardRunner<Context = unknown>(
  runner: Runner,
  options: OpenAiGuardOptions<Context>,
): Runner {
  const settings = options as OpenAiGuardOptions;
  enforcementOf(settings);
  const run = runner.run.bind(runner) as (...call: readonly unknown[]) => Promise<unknown>;
  const guardedRun = async (
    agent: GuardableAgent,
    ...rest: readonly unknown[]
  ): Promise<unknown> => {
    guardAgent(agent, settings);
    if (isState(rest[0])) await passOnRejections(rest[0]);
    return run(agent, ...rest);
  };
  Object.defineProperty(runner, "run", { value: guardedRun, configurable: true, writable: true });
  runner.on("agent_tool_start", (_context, _agent, tool) => checkGuarded(tool));
  return runner;
}

/**
 * Passes on to CapFence what humans have refused in a paused run (`state.reject`): the SDK tells the model, and calls
 * no tool, so that the requests would still wait. A guarded runner does so by itself.
 */
export async function passOnRejections(state: State): Promise<void> {
  // oxlint-disable-next-line no-underscore-dangle -- the SDK has no other name for it
  const { _context: context } = state;
  for (const item of state.getInterruptions()) {
    const call = item.rawItem as NativeToolCall;
    for (const tool of await toolsOf(item, context)) {
      const answer = nativeAnswer(context, tool.name, call);
      if (answer?.approved === false) await guardOf(tool)?.refuse(context, call, answer.note);
    }
  }
}

/**
 * The tools that a call may be of: there may be one of its name in each namespace, which the SDK does not tell, and one
 * that has been disabled since.
 */
async function toolsOf(
  { agent, rawItem, toolName }: RunToolApprovalItem,
  context: RunContext,
): Promise<readonly GuardableTool[]> {
  const names = [toolName, "name" in rawItem ? rawItem.name : undefined];
  const tools = new Set<GuardableTool>([...(await agent.getAllTools(context)), ...agent.tools]);
  return [...tools].filter((tool) => names.includes(tool.name));
}

function isState(input: unknown): input is State {
  return typeof input === "object" && input !== null && "getInterruptions" in input;
}
