import { AgentActionBlocked } from "@capfence/core";
import { Enforcement } from "@capfence/core/adapter";
import { AfterToolCallEvent, type Agent, ExecuteToolStage, type Tool } from "@strands-agents/sdk";
import { guardWith } from "./guard-tools.ts";
import type { StrandsCall, StrandsGuardOptions } from "./options.ts";

/** The agents that are guarded, and with which options. */
const guarded = new WeakMap<Agent, StrandsGuardOptions>();

/**
 * Guards every tool that an agent has or comes to have, and gives the agent back. In throw mode a block rejects its
 * `invoke` and `stream`. Throws as `guardTool` does.
 */
export function guardAgent<Kind extends Agent>(agent: Kind, options: StrandsGuardOptions): Kind {
  if (guarded.get(agent) === options) return agent;
  const enforcement = new Enforcement<StrandsCall>("strands", options);
  const guardOne = (tool: Tool): Tool => guardWith(tool, options, enforcement);
  guardRegistry(agent.toolRegistry, guardOne);
  // Hooks and middleware may put a tool in place that was never registered.
  agent.addMiddleware(ExecuteToolStage, (context, next) =>
    next(context.tool === undefined ? context : { ...context, tool: guardOne(context.tool) }),
  );
  if (enforcement.onBlocked === "throw")
    agent.addHook(AfterToolCallEvent, ({ error }) => throwBlock(agent, error));
  guarded.set(agent, options);
  return agent;
}

/** MCP servers, plugins and sandboxes register their tools when the agent is first used, or later. */
function guardRegistry(registry: Agent["toolRegistry"], guardOne: (tool: Tool) => Tool): void {
  const add = registry.add.bind(registry);
  const addOrReplace = registry.addOrReplace.bind(registry);
  addOrReplace(registry.list().map(guardOne));
  registry.add = (tools) => add([tools].flat().map(guardOne));
  registry.addOrReplace = (tools) => addOrReplace(tools.map(guardOne));
}

/** An agent makes a result for the model of whatever a tool throws; its caller is to see a block. */
function throwBlock(agent: Agent, error: Error | undefined): void {
  const blocked = AgentActionBlocked.find(error);
  if (blocked === undefined) return;
  // Else the agent would ask its model again, and run what that wants, before it rejects.
  agent.cancel();
  throw blocked;
}
