import { type AgentActionBlocked, denialMessage } from "@capfence/core";
import { ToolMessage } from "@langchain/core/messages";
import { toolCallIdOf } from "./call-context.ts";
import type { LangChainCall } from "./options.ts";

/** LangChain's own denial: a tool message of status `error`, or its text where no tool call waits for an answer. */
export function denialOf(
  blocked: AgentActionBlocked,
  name: string,
  config: LangChainCall,
): ToolMessage | string {
  const content = denialMessage(blocked);
  const toolCallId = toolCallIdOf(config);
  if (toolCallId === undefined) return content;
  return new ToolMessage({ content, name, tool_call_id: toolCallId, status: "error" });
}

/** Whether an output means failure: tools may report one as a message instead of throwing. */
export function isErrorMessage(output: unknown): boolean {
  return ToolMessage.isInstance(output) && output.status === "error";
}
