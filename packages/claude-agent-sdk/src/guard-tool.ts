import { ConfigurationError } from "@capfence/core";
import { Enforcement } from "@capfence/core/adapter";
import { GuardedTool, type InProcessTool } from "./guarded-tool.ts";
import type { ClaudeCall, ClaudeGuardOptions } from "./options.ts";

interface Guarding {
  readonly tool: GuardedTool;
  readonly options: ClaudeGuardOptions;
}

/** Guarded tools by their handlers: what an SDK MCP server keeps of a tool. */
const guarded = new WeakMap<object, Guarding>();

/**
 * An in-process tool, of the SDK's `tool()`, that runs only as the policy allows, whoever calls it. A tool that is
 * guarded with the same options is given back as it is.
 *
 * Throws `ConfigurationError` for options that cannot work and for what is not such a tool, `PolicyLoadError` for a
 * policy that does not load.
 */
export function guardTool<Tool extends InProcessTool>(
  tool: Tool,
  options: ClaudeGuardOptions,
): Tool {
  return guardTools([tool], options)[0];
}

/** Guards several in-process tools with one guard, in order; see `guardTool`. */
export function guardTools<const Tools extends readonly InProcessTool[]>(
  tools: Tools,
  options: ClaudeGuardOptions,
): { -readonly [Index in keyof Tools]: Tools[Index] } {
  const enforcement = new Enforcement<ClaudeCall>("claude-agent-sdk", options);
  return tools.map((tool) =>
    guarded.get(tool.handler)?.options === options ? tool : guardOne(tool, options, enforcement),
  ) as { -readonly [Index in keyof Tools]: Tools[Index] };
}

/** The guard of a handler, if it has one. */
export function guardOfHandler(handler: unknown): GuardedTool | undefined {
  return typeof handler === "function" ? guarded.get(handler)?.tool : undefined;
}

function guardOne(
  tool: InProcessTool,
  options: ClaudeGuardOptions,
  enforcement: Enforcement<ClaudeCall>,
): InProcessTool {
  if (typeof tool.handler !== "function" || typeof tool.name !== "string")
    throw new ConfigurationError(
      `${JSON.stringify(tool.name) ?? "a value without a name"} is not a tool made by tool(); guard agents with guardQuery`,
    );
  const made = new GuardedTool(tool, options, enforcement);
  const handler = (args: unknown, extra: unknown): Promise<unknown> => made.handle(args, extra);
  guarded.set(handler, { tool: made, options });
  return { ...tool, handler };
}
