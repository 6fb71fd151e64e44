/* oxlint-disable no-underscore-dangle -- `_call` is LangChain's name */
import { ConfigurationError } from "@capfence/core";
import { areSameOptions, Enforcement } from "@capfence/core/adapter";
import { isRunnableToolLike } from "@langchain/core/tools";
import { guardRunnable } from "./guarded-runnable.ts";
import { GuardedTool, type InnerTool } from "./guarded-tool.ts";
import type {
  CapFenceToolOptions,
  LangChainCall,
  LangChainGuardOptions,
  LangChainTool,
} from "./options.ts";

/** What makes guarded tools. A guarded tool has the type of the tool it guards. */
export interface CapFenceToolConstructor {
  /**
   * A tool that runs only as the policy allows. Whoever still holds the unguarded tool can go past it.
   *
   * Throws `ConfigurationError` for options that cannot work and for tools that LangChain does not run itself,
   * `PolicyLoadError` for a policy that does not load.
   */
  new <Kind extends LangChainTool>(options: CapFenceToolOptions<Kind>): Kind;
  /** As the constructor; a tool that is guarded with the same options is given back as it is. */
  wrap<Kind extends LangChainTool>(tool: Kind, options: LangChainGuardOptions): Kind;
}

/** Guarded tools, and the options they are guarded with. */
const guarded = new WeakMap<object, LangChainGuardOptions | undefined>();

class CapFenceToolMaker {
  // oxlint-disable-next-line no-constructor-return -- the guarded tool has to be of LangChain's classes
  constructor({ tool, ...options }: CapFenceToolOptions<LangChainTool>) {
    return guardedBy(new Enforcement("langchain", options), tool, options);
  }

  static wrap(tool: LangChainTool, options: LangChainGuardOptions): LangChainTool {
    return guardTools([tool], options)[0];
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && guarded.has(value);
  }
}

/** Guards LangChain tools: `new CapFenceTool({ tool, agentId, capability, policyPath })`. */
export const CapFenceTool: CapFenceToolConstructor =
  CapFenceToolMaker as unknown as CapFenceToolConstructor;

/** Guards several tools with one guard, in order; see `CapFenceTool`. */
export function guardTools<const Kinds extends readonly LangChainTool[]>(
  tools: Kinds,
  options: LangChainGuardOptions,
): { -readonly [Index in keyof Kinds]: Kinds[Index] } {
  const enforcement = new Enforcement("langchain", options);
  return tools.map((tool) => guardToolBy(enforcement, tool, options)) as {
    -readonly [Index in keyof Kinds]: Kinds[Index];
  };
}

/**
 * Guards a tool by an enforcement that is there already, for adapters that build on this one; a tool that is guarded
 * with the same options is given back as it is.
 *
 * Throws `ConfigurationError` for tools that LangChain does not run itself.
 */
export function guardToolBy<Kind extends LangChainTool>(
  enforcement: Enforcement<LangChainCall>,
  tool: Kind,
  options?: LangChainGuardOptions,
): Kind {
  if (options !== undefined && isGuardedWith(tool, options)) return tool;
  return guardedBy(enforcement, tool, options) as Kind;
}

function guardedBy(
  enforcement: Enforcement<LangChainCall>,
  tool: LangChainTool,
  options?: LangChainGuardOptions,
): LangChainTool {
  const made = isRunnableToolLike(tool)
    ? guardRunnable(tool, enforcement)
    : new GuardedTool(innerTool(tool), enforcement);
  guarded.set(made, options);
  return made;
}

function innerTool(tool: unknown): InnerTool {
  if (
    typeof tool === "object" &&
    tool !== null &&
    "_call" in tool &&
    typeof tool._call === "function"
  )
    return tool as InnerTool;
  throw new ConfigurationError(
    `${describe(tool)} is not a tool that LangChain runs; a tool that its provider runs can only be left out`,
  );
}

function describe(tool: unknown): string {
  const name = typeof tool === "object" && tool !== null && "name" in tool ? tool.name : undefined;
  return typeof name === "string" ? `"${name}"` : `a value of type ${typeof tool}`;
}

/** Whether a guard with these options would only judge every call a second time. */
function isGuardedWith(tool: object, options: LangChainGuardOptions): boolean {
  const known = guarded.get(tool);
  return known !== undefined && areSameOptions(known, options);
}
