import { ConfigurationError } from "@capfence/core";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { CapFenceToolNode } from "./capfence-tool-node.ts";
import type { LangGraphGuardOptions } from "./options.ts";

/**
 * A `ToolNode` that is there already, guarded; one that is guarded with the same options is given back as it is.
 *
 * Throws as the constructor of `CapFenceToolNode`, and `ConfigurationError` for a class of its own, whose code would
 * be lost.
 */
export function guardToolNode<State>(
  node: ToolNode<State>,
  options: LangGraphGuardOptions,
): CapFenceToolNode<State> {
  if (node instanceof CapFenceToolNode && node.isGuardedWith(options)) return node;
  if (Object.getPrototypeOf(node) !== ToolNode.prototype)
    throw new ConfigurationError(
      `guardToolNode takes a ToolNode of LangGraph itself, got "${node.constructor.name}"; let that class extend CapFenceToolNode`,
    );
  const { name, config, handleToolErrors } = node;
  return new CapFenceToolNode<State>(node.tools, {
    ...options,
    handleToolErrors,
    ...(name === undefined ? {} : { name }),
    ...(config?.tags === undefined ? {} : { tags: config.tags }),
  });
}
