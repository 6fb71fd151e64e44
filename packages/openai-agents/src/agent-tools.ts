import { ConfigurationError } from "@capfence/core";
import type { GuardableTool } from "./guarded-tools.ts";

/** The tools that guarded agents have been made into. */
const made = new WeakSet<object>();

/** Notes a tool that a guarded agent has been made into. */
export function noteAgentTool<Tool extends object>(tool: Tool): Tool {
  made.add(tool);
  return tool;
}

/**
 * Whether a tool is an agent (`asTool`). Throws `ConfigurationError` for one whose agent was not guarded: a guard
 * around it would see that the agent is asked, and nothing of what it does.
 */
export function isAgentTool(tool: GuardableTool): boolean {
  if (!("on" in tool) || typeof tool.on !== "function") return false;
  if (made.has(tool)) return true;
  throw new ConfigurationError(
    `"${tool.name}" is an agent whose own tools are not guarded; call guardAgent with the agent before its asTool`,
  );
}
