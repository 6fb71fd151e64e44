import { ConfigurationError } from "@capfence/core";
import { areSameOptions, Enforcement } from "@capfence/core/adapter";
import type { Tool } from "@strands-agents/sdk";
import { GuardedTool } from "./guarded-tool.ts";
import type { StrandsCall, StrandsGuardOptions } from "./options.ts";

/** Guarded tools, and the options they are guarded with. */
const guarded = new WeakMap<object, StrandsGuardOptions>();

/**
 * A tool that runs only as the policy allows; one that is guarded with the same options is given back as it is.
 * Throws `ConfigurationError` for options that cannot work and for what is no tool, `PolicyLoadError` for a policy
 * that does not load.
 */
export function guardTool<Kind extends Tool>(tool: Kind, options: StrandsGuardOptions): Kind {
  return guardTools([tool], options)[0];
}

/** Guards several tools with one guard, in order; see `guardTool`. */
export function guardTools<const Kinds extends readonly Tool[]>(
  tools: Kinds,
  options: StrandsGuardOptions,
): { -readonly [Index in keyof Kinds]: Kinds[Index] } {
  const enforcement = new Enforcement<StrandsCall>("strands", options);
  return tools.map((tool) => guardWith(tool, options, enforcement)) as {
    -readonly [Index in keyof Kinds]: Kinds[Index];
  };
}

/** As `guardTool`, with a guard that is there already. */
export function guardWith(
  tool: Tool,
  options: StrandsGuardOptions,
  enforcement: Enforcement<StrandsCall>,
): Tool {
  if (isGuardedWith(tool, options)) return tool;
  const made = new GuardedTool(checked(tool), enforcement);
  guarded.set(made, options);
  return made;
}

function checked(tool: Tool): Tool {
  if (typeof tool?.stream !== "function" || typeof tool.toolSpec !== "object")
    throw new ConfigurationError(
      'not a Strands tool: it has no "stream" and "toolSpec"; give the tools of an MCP client (listTools), and an agent as a tool (asTool)',
    );
  // Strands looks for its own class to hand the answer of such an agent on, and would not find it.
  if ("delegate" in tool && tool.delegate === true)
    throw new ConfigurationError(
      `"${tool.name}" delegates to an agent, which a guard would undo; guard the tools of that agent`,
    );
  return tool;
}

/** Whether a guard with these options would only judge every call a second time. */
function isGuardedWith(tool: object, options: StrandsGuardOptions): boolean {
  const known = guarded.get(tool);
  return known !== undefined && areSameOptions(known, options);
}
