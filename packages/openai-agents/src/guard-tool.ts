import { ConfigurationError } from "@capfence/core";
import { areSameOptions } from "@capfence/core/adapter";
import type { ApplyPatchTool, ComputerTool, ShellTool } from "@openai/agents";
import { isAgentTool } from "./agent-tools.ts";
import { guardedComputer } from "./computer-tool.ts";
import { type CallableTool, guardedFunction } from "./function-tool.ts";
import {
  copyWith,
  type GuardableTool,
  type Guarded,
  guardOf,
  replaceIn,
  setGuard,
} from "./guarded-tools.ts";
import { isJudgedAtProvider } from "./hosted-mcp-approval.ts";
import { guardedEditor, guardedShell } from "./local-tool.ts";
import { enforcementOf, type OpenAiEnforcement, type OpenAiGuardOptions } from "./options.ts";

/** The guarded tools of each guard, by the tools they guard: the SDK knows tools by identity. */
const made = new WeakMap<OpenAiEnforcement, WeakMap<object, GuardableTool>>();

/**
 * A tool that runs only what the policy allows; a tool that is guarded with the same options is given back as it is.
 * An agent as a tool (`asTool`) is guarded in place, as the SDK knows it by identity. A shell, an editor or a computer
 * runs only in a guarded agent.
 *
 * Throws `ConfigurationError` for options that cannot work and for tools that nobody here can guard, `PolicyLoadError`
 * for a policy that does not load.
 */
export function guardTool<Tool extends GuardableTool, Context = unknown>(
  tool: Tool,
  options: OpenAiGuardOptions<Context>,
): Tool {
  const settings = options as OpenAiGuardOptions;
  const known = guardOf(tool);
  if (known !== undefined && areSameOptions(known.options, settings)) return tool;
  const enforcement = enforcementOf(settings);
  const tools = made.get(enforcement) ?? new WeakMap<object, GuardableTool>();
  made.set(enforcement, tools);
  const earlier = tools.get(tool);
  if (earlier !== undefined) return earlier as Tool;
  const parts = guardedParts(tool, enforcement, settings);
  if (parts === undefined) return tool;
  const result = isAgentTool(tool)
    ? replaceIn(tool, parts.properties)
    : copyWith(tool, parts.properties);
  setGuard(result, { options: settings, refuse: parts.refuse });
  tools.set(tool, result);
  return result;
}

/** Guards several tools with one guard, in order; see `guardTool`. */
export function guardTools<const Tools extends readonly GuardableTool[], Context = unknown>(
  tools: Tools,
  options: OpenAiGuardOptions<Context>,
): { -readonly [Index in keyof Tools]: Tools[Index] } {
  return tools.map((tool) => guardTool(tool, options)) as {
    -readonly [Index in keyof Tools]: Tools[Index];
  };
}

/** What the guard replaces in a tool; undefined for a tool that runs elsewhere and may go unguarded. */
function guardedParts(
  tool: GuardableTool,
  enforcement: OpenAiEnforcement,
  { ungated = [] }: OpenAiGuardOptions,
): Guarded | undefined {
  switch (tool.type) {
    case "function":
      return guardedFunction(tool as CallableTool, enforcement);
    case "shell":
      if ("shell" in tool && tool.shell !== undefined)
        return guardedShell(tool as unknown as ShellTool, enforcement);
      break;
    case "apply_patch":
      return guardedEditor(tool as unknown as ApplyPatchTool, enforcement);
    case "computer":
      return guardedComputer(tool as unknown as ComputerTool, enforcement);
    default:
  }
  if (ungated.includes(tool.name) || isJudgedAtProvider(tool)) return undefined;
  throw new ConfigurationError(
    `"${tool.name}" (${tool.type}) does not run here, so that nobody can guard it; leave it out, or name it in ungated`,
  );
}
