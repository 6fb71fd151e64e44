import {
  AIMessage,
  type BaseMessage,
  isAIMessage,
  type ToolMessage,
} from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";
import { isCommand } from "@langchain/langgraph";
import { answeredIn, isObject, messagesIn, openCallsOf } from "./tool-calls.ts";

/**
 * The state as a node gets to see it: of the message that it is to answer only the calls that may run, of older ones only
 * those that have an answer.
 */
export function withCalls<State>(state: State, permitted: readonly ToolCall[]): State {
  if (isObject(state) && "lg_tool_call" in state) return { ...state, lg_tool_call: permitted[0] };
  const messages = messagesIn(state);
  const answered = answeredIn(messages);
  const last = messages.findLast((one) => isAIMessage(one));
  const shown = messages.map((message): BaseMessage => {
    if (!isAIMessage(message)) return message;
    const isLast = message === last;
    if (!isLast && openCallsOf(message, answered).length === 0) return message;
    const { id, name, text: content, tool_calls: all = [] } = message;
    // A model can give a call the id of one that has an answer, and a node may run whatever it finds in the last message.
    const calls = isLast
      ? permitted
      : all.filter((call) => call.id !== undefined && answered.has(call.id));
    // Of the rest of the message nothing: providers keep calls in other places as well.
    return new AIMessage({
      content,
      tool_calls: [...calls],
      ...(id === undefined ? {} : { id }),
      ...(name === undefined ? {} : { name }),
    });
  });
  return (Array.isArray(state) ? shown : { ...state, messages: shown }) as State;
}

/** What a node gives, with the denials that it knows nothing of. */
export function withDenials<Update>(
  state: unknown,
  update: Update | undefined,
  denials: readonly ToolMessage[],
): Update {
  if (denials.length === 0 && update !== undefined) return update;
  const asMessages = Array.isArray(state);
  const given = update ?? (asMessages ? [] : { messages: [] });
  const own = asMessages ? denials : { messages: denials };
  if (isCommand(given)) return [given, own] as Update;
  if (Array.isArray(given)) return [...given, ...(asMessages ? denials : [own])] as Update;
  return { ...given, messages: [...messagesIn(given), ...denials] } as Update;
}
