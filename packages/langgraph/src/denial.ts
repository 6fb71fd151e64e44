import { type AgentActionBlocked, denialMessage } from "@capfence/core";
import { ToolMessage } from "@langchain/core/messages";

/** LangGraph's own denial of a call: a tool message of status `error`. */
export function denialOf(blocked: AgentActionBlocked, name: string, id = ""): ToolMessage {
  return new ToolMessage({
    content: denialMessage(blocked),
    name,
    tool_call_id: id,
    status: "error",
  });
}
