import { AgentActionBlocked, CapFenceError, ConfigurationError, JsonError } from "@capfence/core";
import { Enforcement } from "@capfence/core/adapter";
import type { ToolCall } from "@langchain/core/messages/tool";
import type { ClientTool } from "@langchain/core/tools";
import {
  type AgentMiddleware,
  createMiddleware,
  ToolInvocationError,
  ToolMessage,
} from "langchain";
import { guardToolBy } from "./capfence-tool.ts";
import type { LangChainCall, LangChainGuardOptions } from "./options.ts";

/** What the middleware takes. */
export interface CapFenceMiddlewareOptions extends LangChainGuardOptions {
  /**
   * What becomes of errors of tools: a `message` for the model (the default, as in agents without middleware), or
   * `throw`, for middleware that handles them itself. Blocks are no errors of tools.
   */
  readonly toolErrors?: "message" | "throw";
  /**
   * What becomes of tools that the model's provider runs, which nobody can judge: the agent is stopped with a
   * `ConfigurationError` (`refuse`, the default), or they are kept from the model (`hide`).
   */
  readonly providerTools?: "refuse" | "hide";
}

/**
 * Middleware that guards every tool of an agent. It belongs last in the list: what middleware after it does to a tool
 * is not seen. Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work.
 */
export function capFenceMiddleware({
  toolErrors = "message",
  providerTools = "refuse",
  ...options
}: CapFenceMiddlewareOptions): AgentMiddleware {
  const enforcement = new Enforcement<LangChainCall>("langchain", options);
  const guarded = new WeakMap<object, ClientTool>();
  const guardedFor = (tool: object): ClientTool => {
    const known = guarded.get(tool) ?? guardToolBy(enforcement, tool as ClientTool, options);
    guarded.set(tool, known);
    return known;
  };
  return createMiddleware({
    name: "CapFence",
    wrapModelCall: (request, handler) => {
      const provided = request.tools.filter((tool) => !isLangChainTool(tool));
      if (provided.length === 0) return handler(request);
      if (providerTools !== "hide")
        throw new ConfigurationError(
          `no guard can see calls of ${provided.map(nameOf).join(", ")}: leave out what the provider runs, or give providerTools: "hide"`,
        );
      return handler({ ...request, tools: request.tools.filter(isLangChainTool) });
    },
    wrapToolCall: async (request, handler) => {
      const { tool, toolCall, runtime } = request;
      // A tool that only comes into it further in would run unguarded.
      if (tool === undefined) return failure(toolCall, `"${toolCall.name}" is not a guarded tool`);
      try {
        // The guarded tool itself judges, so that what is judged is what runs.
        return await handler({ ...request, tool: guardedFor(tool) });
      } catch (error) {
        if (toolErrors === "throw" || runtime.signal?.aborted === true) throw error;
        if (!isErrorOfTool(error)) throw error;
        // Any middleware around tools makes their errors fatal to the agent; this is what they are without.
        return failure(toolCall, `${String(error)}\n Please fix your mistakes.`);
      }
    },
  });
}

function isErrorOfTool(error: unknown): boolean {
  // Pauses are thrown as well, and what does not fit the schema is told to the model by the agent.
  const { is_bubble_up: isControl } = error as { readonly is_bubble_up?: unknown };
  if (isControl === true || ToolInvocationError.isInstance(error)) return false;
  if (AgentActionBlocked.find(error) !== undefined) return false;
  return !(error instanceof CapFenceError) || error instanceof JsonError;
}

function failure({ id = "", name }: ToolCall, content: string): ToolMessage {
  return new ToolMessage({ content, name, tool_call_id: id, status: "error" });
}

function isLangChainTool(tool: object): boolean {
  return "invoke" in tool && typeof tool.invoke === "function";
}

function nameOf(tool: object): string {
  return JSON.stringify(Reflect.get(tool, "name") ?? Reflect.get(tool, "type") ?? "a tool");
}
