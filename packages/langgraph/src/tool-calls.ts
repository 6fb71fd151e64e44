import {
  type AIMessage,
  type BaseMessage,
  isAIMessage,
  isBaseMessage,
  ToolMessage,
} from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";

/** The messages in the input of a node, or in what it gives: a list of them, one, or a state with `messages`. */
export function messagesIn(value: unknown): readonly BaseMessage[] {
  if (Array.isArray(value)) return value.filter((one) => isBaseMessage(one));
  if (isBaseMessage(value)) return [value];
  return isObject(value) && "messages" in value ? messagesIn(value["messages"]) : [];
}

/** Whether the input of a node can have calls in it. */
export function hasMessages(input: unknown): boolean {
  return (isObject(input) && "lg_tool_call" in input) || messagesIn(input).length > 0;
}

/** The calls that a node is to answer, as `ToolNode` finds them: one that was sent to it, or those of the last AI message. */
export function openCalls(input: unknown): readonly ToolCall[] {
  if (isObject(input) && "lg_tool_call" in input) return [input["lg_tool_call"] as ToolCall];
  const messages = messagesIn(input);
  const asking = messages.findLast((message): message is AIMessage => isAIMessage(message));
  return openCallsOf(asking, answeredIn(messages));
}

/** The calls of a message that nothing has answered. */
export function openCallsOf(
  message: AIMessage | undefined,
  answered: ReadonlySet<string>,
): readonly ToolCall[] {
  return message?.tool_calls?.filter(({ id }) => id === undefined || !answered.has(id)) ?? [];
}

/** The ids of the calls that have an answer. */
export function answeredIn(messages: readonly BaseMessage[]): ReadonlySet<string> {
  return new Set(
    messages.flatMap((one) => (ToolMessage.isInstance(one) ? [one.tool_call_id] : [])),
  );
}

/** Whether a value has properties. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
