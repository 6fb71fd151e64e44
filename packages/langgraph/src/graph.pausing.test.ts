import type { NativeAnswer } from "@capfence/core/adapter";
import { describePausing, type PausableRun, type SuiteTool } from "@capfence/testkit";
import { AIMessage } from "@langchain/core/messages";
import {
  Command,
  entrypoint,
  isInterrupted,
  MemorySaver,
  MessagesAnnotation,
  START,
  StateGraph,
  task,
} from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { fakeModel } from "@langchain/core/testing";
import { asText, forged, fromText } from "../test/saver-text.ts";
import { denialOf, functionTool, handWritten, outcomeOf, runnableTool } from "../test/transfer.ts";
import { CapFenceToolNode } from "./capfence-tool-node.ts";
import { guardNode } from "./guard-node.ts";
import type { LangGraphGuardOptions } from "./options.ts";

/** A graph that answers the call of a message. */
interface Answering {
  invoke(input: unknown, config: object): Promise<unknown>;
}

/** Makes one over the state of a saver. */
type Way = (
  tool: SuiteTool,
  options: LangGraphGuardOptions,
  checkpointer: MemorySaver,
  message: AIMessage,
) => Answering;

const config = { configurable: { thread_id: "session-1" } };

const ways: Readonly<Record<string, Way>> = {
  "a CapFenceToolNode": (tool, options, checkpointer) =>
    new StateGraph(MessagesAnnotation)
      .addNode("tools", new CapFenceToolNode([functionTool(tool)], options))
      .addEdge(START, "tools")
      .compile({ checkpointer }),
  "a CapFenceToolNode with a runnable": (tool, options, checkpointer) =>
    new StateGraph(MessagesAnnotation)
      .addNode("tools", new CapFenceToolNode([runnableTool(tool)], options))
      .addEdge(START, "tools")
      .compile({ checkpointer }),
  "a CapFenceToolNode in a subgraph": (tool, options, checkpointer) =>
    new StateGraph(MessagesAnnotation)
      .addNode(
        "inner",
        new StateGraph(MessagesAnnotation)
          .addNode("tools", new CapFenceToolNode([functionTool(tool)], options))
          .addEdge(START, "tools")
          .compile(),
      )
      .addEdge(START, "inner")
      .compile({ checkpointer }),
  "createReactAgent with a CapFenceToolNode": (tool, options, checkpointer, message) =>
    createReactAgent({
      llm: fakeModel().respond(message).respond(new AIMessage("done")),
      tools: new CapFenceToolNode([functionTool(tool)], options),
      checkpointer,
    }),
  "a CapFenceToolNode in the functional API": (tool, options, checkpointer) => {
    const node = new CapFenceToolNode([functionTool(tool)], options);
    const answer = task("tools", (messages: AIMessage[]) => node.invoke(messages));
    return entrypoint(
      { name: "workflow", checkpointer },
      ({ messages }: typeof MessagesAnnotation.State) => answer(messages as AIMessage[]),
    );
  },
  "guardNode around a hand-written node": (tool, options, checkpointer) =>
    new StateGraph(MessagesAnnotation)
      .addNode("tools", guardNode(handWritten(tool), options))
      .addEdge(START, "tools")
      .compile({ checkpointer }),
};

for (const [name, make] of Object.entries(ways))
  describePausing({
    name,
    harness(tool, options) {
      const messageOf = (input: unknown): AIMessage =>
        new AIMessage({
          content: "",
          tool_calls: [{ name: tool.name, args: input as Record<string, unknown>, id: "call-1" }],
        });
      const invoke = async (
        saver: MemorySaver,
        message: AIMessage,
        input: unknown,
      ): Promise<PausableRun> => {
        const graph = make(tool, options as LangGraphGuardOptions, saver, message);
        const state = await graph.invoke(input, config);
        return isInterrupted(state) ? { state: asText(saver) } : { output: outcomeOf(state) };
      };
      return {
        start(input) {
          const message = messageOf(input);
          return invoke(new MemorySaver(), message, { messages: [message] });
        },
        resume: (state, { approved, note: message }: NativeAnswer) =>
          invoke(
            fromText(state),
            // The model goes on after the tool.
            new AIMessage("done"),
            new Command({
              resume: { decisions: [approved ? { type: "approve" } : { type: "reject", message }] },
            }),
          ),
        denialOf,
        forge: forged,
      };
    },
  });
