import type { ActionContext } from "@capfence/core";
import type { ToolRunnableConfig } from "@langchain/core/tools";

/** What LangChain's config says of one call: its thread, and the id of the tool call. */
export function contextOf(config: ToolRunnableConfig | undefined): ActionContext {
  const sessionId = textOf(config?.configurable?.["thread_id"]);
  const toolCallId = toolCallIdOf(config);
  return {
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(toolCallId === undefined ? {} : { toolCallId }),
  };
}

/** The id of the tool call being answered, if a model made the call. */
export function toolCallIdOf(config: ToolRunnableConfig | undefined): string | undefined {
  // Agents also put the id beside the call, where tools that take a `ToolRuntime` look for it.
  const { toolCallId } = (config ?? {}) as { readonly toolCallId?: unknown };
  return textOf(config?.toolCall?.id) ?? textOf(toolCallId);
}

/** `config` with the judged arguments in place of those the model sent, which nobody judged. */
export function withJudgedCall<Config extends ToolRunnableConfig | undefined>(
  config: Config,
  judged: object,
): Config {
  const toolCall = config?.toolCall;
  if (toolCall === undefined) return config;
  return { ...config, toolCall: { ...toolCall, args: judged } };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
