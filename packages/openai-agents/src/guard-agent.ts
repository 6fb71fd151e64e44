import { ConfigurationError } from "@capfence/core";
import type { RunContext } from "@openai/agents";
import { noteAgentTool } from "./agent-tools.ts";
import { guardTool } from "./guard-tool.ts";
import { type GuardableTool, guardOf } from "./guarded-tools.ts";
import { enforcementOf, type OpenAiGuardOptions } from "./options.ts";
import { type LocalToolCall, noteStart, throwRefusal } from "./started-calls.ts";

/** An agent as far as the guard looks into it; every `Agent` is one. */
export interface GuardableAgent {
  readonly name: string;
  tools: readonly GuardableTool[];
  readonly handoffs: readonly object[];
  getAllTools(...context: never): Promise<readonly GuardableTool[]>;
  clone(config: never): GuardableAgent;
  asTool(options: never): object;
}

/** The agents of each guard. */
const guarded = new WeakMap<object, WeakSet<object>>();

/**
 * Guards an agent in place, and gives it back: its function tools, the tools of its MCP servers, agents as tools,
 * shells, editors and computers, those it gets later, its clones, and the agents it hands over to.
 *
 * Throws `ConfigurationError` for options that cannot work and for tools that nobody here can guard, `PolicyLoadError`
 * for a policy that does not load.
 */
export function guardAgent<Agent extends GuardableAgent, Context = unknown>(
  agent: Agent,
  options: OpenAiGuardOptions<Context>,
): Agent {
  guardAll(agent, options as OpenAiGuardOptions, new Set());
  return agent;
}

function guardAll(agent: GuardableAgent, options: OpenAiGuardOptions, seen: Set<object>): void {
  if (seen.has(agent)) return;
  seen.add(agent);
  const guard = (tools: readonly GuardableTool[]): readonly GuardableTool[] =>
    tools.map((tool) => guardTool(tool, options));
  agent.tools = guard(agent.tools);
  for (const target of agent.handoffs)
    guardAll(("agent" in target ? target.agent : target) as GuardableAgent, options, seen);
  const agents = guarded.get(enforcementOf(options)) ?? new WeakSet<object>();
  guarded.set(enforcementOf(options), agents);
  if (agents.has(agent)) return;
  agents.add(agent);
  const getAllTools = agent.getAllTools.bind(agent);
  const clone = agent.clone.bind(agent);
  const asTool = agent.asTool.bind(agent);
  Object.defineProperties(agent, {
    getAllTools: hidden(async (...context: never) => guard(await getAllTools(...context))),
    clone: hidden((config: never) => guardAgent(clone(config), options)),
    asTool: hidden((given: never) => noteAgentTool(asTool(given))),
  });
  watch(agent as unknown as Emitter, options);
}

/** Sees to it that nothing starts that is not guarded, and that what the SDK makes an output is thrown in the end. */
function watch(agent: Emitter, options: OpenAiGuardOptions): void {
  agent.on("agent_tool_start", (context, tool, { toolCall }) => {
    checkGuarded(tool as GuardableTool);
    noteStart(context, toolCall);
  });
  agent.on("agent_tool_end", (_context, _tool, _output, { toolCall }) => {
    throwRefusal(toolCall);
  });
  agent.on("agent_handoff", (_context, target) => {
    guardAgent(target as GuardableAgent, options);
  });
}

/** Throws `ConfigurationError` for a tool that is not guarded. */
export function checkGuarded(tool: GuardableTool): void {
  if (guardOf(tool) !== undefined) return;
  throw new ConfigurationError(
    `"${tool.name}" was about to run unguarded; guard the agent that has it before its state is read`,
  );
}

function hidden(value: unknown): PropertyDescriptor {
  return { value, enumerable: false, configurable: true, writable: true };
}

type Details = { readonly toolCall: LocalToolCall };

/** The events of an agent that the guard listens to; a listener that throws ends the run. */
interface Emitter {
  on(
    event: "agent_tool_start",
    listener: (context: RunContext, tool: object, details: Details) => void,
  ): void;
  on(
    event: "agent_tool_end",
    listener: (context: unknown, tool: object, output: string, details: Details) => void,
  ): void;
  on(event: "agent_handoff", listener: (context: unknown, target: object) => void): void;
}
