import type { SuiteTool, TransferInput } from "@capfence/testkit";
import { type AIMessage, ToolMessage } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { tool as makeTool, type ToolRunnableConfig } from "@langchain/core/tools";
import type { LangGraphRunnableConfig, MessagesAnnotation } from "@langchain/langgraph";
import type { ToolNode } from "@langchain/langgraph/prebuilt";
import { z } from "zod";

type NodeTool = ToolNode["tools"][number];

const schema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });

/** The suite's tool as LangChain's `tool()` makes one. */
export function functionTool({ run, name, description }: SuiteTool): NodeTool {
  return makeTool((input: TransferInput, config: ToolRunnableConfig) => run(input, config.signal), {
    name,
    description,
    schema,
  });
}

/** The suite's tool as a tool that streams. */
export function streamingTool({ run, name, description }: SuiteTool): NodeTool {
  return makeTool(
    async function* (input: TransferInput, config: ToolRunnableConfig) {
      yield "starting";
      return await run(input, config.signal);
    },
    { name, description, schema },
  );
}

/** The suite's tool as a runnable that was made a tool. */
export function runnableTool({ run, name, description }: SuiteTool): NodeTool {
  return RunnableLambda.from((input: TransferInput, config) => run(input, config.signal)).asTool({
    name,
    description,
    schema,
  });
}

/** The suite's tool in a hand-written node. */
export function handWritten({ run }: SuiteTool) {
  return async (
    { messages }: typeof MessagesAnnotation.State,
    { signal }: LangGraphRunnableConfig,
  ): Promise<{ messages: ToolMessage[] }> => {
    const { tool_calls: calls = [] } = messages.at(-1) as AIMessage;
    const answers = calls.map(async ({ args, id = "" }) => {
      const content = await run(args as unknown as TransferInput, signal);
      return new ToolMessage({ content, tool_call_id: id });
    });
    return { messages: await Promise.all(answers) };
  };
}

/** What a call has come to: what the tool gave, or the message that is a denial. Throws what a `ToolNode` made a message of. */
export function outcomeOf(state: unknown): unknown {
  const messages: unknown = Array.isArray(state)
    ? state
    : (state as { readonly messages: unknown }).messages;
  const answer = (messages as readonly unknown[]).findLast((one) => ToolMessage.isInstance(one));
  if (answer === undefined) throw new Error("nothing has answered the call");
  if (answer.status !== "error") return answer.content;
  if (denialOf(answer) === undefined) throw new Error(answer.text);
  return answer;
}

/** The text of a denial. */
export function denialOf(output: unknown): string | undefined {
  if (!ToolMessage.isInstance(output) || output.status !== "error") return undefined;
  return output.text.startsWith('{"error":"AgentActionBlocked"') ? output.text : undefined;
}
