import { AgentActionBlocked } from "@capfence/core";
import { type BaseMessage, isAIMessage, ToolMessage } from "@langchain/core/messages";
import type { RunnableConfig } from "@langchain/core/runnables";
import { denialOf } from "./denial.ts";
import { answeredIn, messagesIn, openCallsOf } from "./tool-calls.ts";

/** A compiled graph with a checkpointer, as far as `settleBlocked` needs it. */
export interface SettledGraph {
  getState(config: RunnableConfig): Promise<{
    readonly values: unknown;
    readonly next: readonly string[];
    readonly tasks: readonly {
      readonly name: string;
      readonly error?: unknown;
      readonly result?: unknown;
    }[];
  }>;
  updateState(
    config: RunnableConfig,
    values: { messages: BaseMessage[] },
    asNode?: string,
  ): Promise<unknown>;
}

/**
 * After a block was thrown out of a graph: answers the calls that it has left open in the thread, so that the thread
 * can go on, with the denial for the blocked call and a word that they did not run for the others.
 *
 * Throws `error` itself if there is no block in it.
 */
export async function settleBlocked(
  graph: SettledGraph,
  config: RunnableConfig,
  error: unknown,
): Promise<void> {
  const blocked = AgentActionBlocked.find(error);
  if (blocked === undefined) throw error;
  const { values, next, tasks } = await graph.getState(config);
  const messages = messagesIn(values);
  // A sibling that was sent to a task of its own may have an answer that is not in the state yet.
  const answered = answeredIn([...messages, ...tasks.flatMap(({ result }) => messagesIn(result))]);
  const asking = messages.findLast((message) => isAIMessage(message));
  const answers = openCallsOf(asking, answered).map((call) =>
    call.id !== undefined && call.id === blocked.verdict.event.context.toolCallId
      ? denialOf(blocked, call.name, call.id)
      : notRun(call.name, call.id),
  );
  if (answers.length === 0) return;
  const node = tasks.find((task) => task.error !== undefined)?.name ?? next[0];
  await graph.updateState(config, { messages: answers }, node);
}

function notRun(name: string, id = ""): ToolMessage {
  const explanation = "this call did not run, because another call of the same message was blocked";
  const content = JSON.stringify({ error: "NotRun", tool: name, explanation });
  return new ToolMessage({ content, name, tool_call_id: id, status: "error" });
}
