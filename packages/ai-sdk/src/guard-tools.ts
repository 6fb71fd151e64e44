import { ConfigurationError } from "@capfence/core";
import { areSameOptions, Enforcement } from "@capfence/core/adapter";
import type { Tool, ToolSet } from "ai";
import { copiedTool } from "./copied-tool.ts";
import type { AiSdkCall, AiSdkGuardOptions } from "./options.ts";
import type { SdkOptions } from "./sdk-options.ts";
import { type RunnableTool, ToolGate } from "./tool-gate.ts";

/** The gates of guarded tools, by their `execute`: the SDK copies tools, but not what they run. */
const gates = new WeakMap<object, { readonly gate: ToolGate; readonly options: object }>();

/**
 * The same tools, run only as the policy allows, wherever they are called from. What calls need an approval for is
 * asked through `needsApproval`, unless the app sets a `toolApproval` function, which replaces that: see `capFence`.
 * Tools that are guarded with the same options are given back as they are.
 *
 * Throws `ConfigurationError` for options that cannot work and for tools that the SDK does not run itself,
 * `PolicyLoadError` for a policy that does not load.
 */
export function guardTools<Tools extends ToolSet>(tools: Tools, options: AiSdkGuardOptions): Tools {
  const enforcement = new Enforcement<AiSdkCall>("ai-sdk", options);
  const guardOne = (name: string, tool: Tool): Tool => {
    if (isGuardedWith(tool, options)) return tool;
    const gate = new ToolGate(
      name,
      runnable(name, tool),
      enforcement,
      options.onApproval === "wait",
    );
    const execute = (input: unknown, call: SdkOptions): unknown => gate.execute(input, call);
    const needsApproval = (input: unknown, call: SdkOptions): Promise<boolean> =>
      gate.needsApproval(input, call);
    gates.set(execute, { gate, options });
    return copiedTool(tool, { execute, needsApproval }, (bound) => guardOne(name, bound));
  };
  return Object.fromEntries(
    Object.entries(tools).map(([name, tool]) => [name, guardOne(name, tool as Tool)]),
  ) as Tools;
}

/** The gate of a guarded tool. */
export function gateOf(tool: Partial<Tool> | undefined): ToolGate | undefined {
  return tool?.execute === undefined ? undefined : gates.get(tool.execute)?.gate;
}

/** Who runs a tool that has no `execute`, nobody here can stop. */
function runnable(name: string, tool: Tool): RunnableTool {
  if (typeof tool?.execute === "function") return tool as RunnableTool;
  throw new ConfigurationError(
    `"${name}" has no execute function, so its provider or a client runs it; leave it out, or put it beside the guarded tools`,
  );
}

/** Whether a guard with these options would only judge every call a second time. */
function isGuardedWith(tool: Tool, options: AiSdkGuardOptions): boolean {
  const known = typeof tool?.execute === "function" ? gates.get(tool.execute)?.options : undefined;
  return known !== undefined && areSameOptions(known, options);
}
