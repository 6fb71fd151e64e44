import type { GuardOptions } from "@capfence/core";
import { type AdapterException, describeAdapter, type SuiteTool } from "@capfence/testkit";
import { AIMessage } from "@langchain/core/messages";
import { fakeModel } from "@langchain/core/testing";
import {
  entrypoint,
  MessagesAnnotation,
  Send,
  START,
  StateGraph,
  task,
} from "@langchain/langgraph";
import { createReactAgent, ToolNode } from "@langchain/langgraph/prebuilt";
import {
  denialOf,
  functionTool,
  handWritten,
  outcomeOf,
  runnableTool,
  streamingTool,
} from "../test/transfer.ts";
import { CapFenceToolNode } from "./capfence-tool-node.ts";
import { guardNode } from "./guard-node.ts";
import { guardToolNode } from "./guard-tool-node.ts";

/** How a tool is called with an input in one of LangGraph's ways. */
type Caller = (input: unknown, signal: AbortSignal | undefined) => Promise<unknown>;

/** The ways there are, with the guard in each. */
type Way = (tool: SuiteTool, options: GuardOptions) => Caller;

const swallowsErrors: AdapterException = {
  case: "passes a tool's error on as it is, and records the failure",
  reason: "a ToolNode that handles errors gives the model a message instead",
};

function callOf({ name }: SuiteTool, input: unknown): AIMessage {
  const args = input as Record<string, unknown>;
  return new AIMessage({ content: "", tool_calls: [{ name, args, id: "call-1" }] });
}

function raw(make: (tool: SuiteTool) => ToolNode["tools"][number]): Way {
  return (tool, options) => {
    const node = new CapFenceToolNode([make(tool)], { ...options, handleToolErrors: false });
    return (input, signal) => node.invoke([callOf(tool, input)], signal && { signal });
  };
}

const ways: Readonly<Record<string, Way>> = {
  "a CapFenceToolNode with a tool()": raw(functionTool),
  "a CapFenceToolNode with a tool() that streams": raw(streamingTool),
  "a CapFenceToolNode with a runnable": raw(runnableTool),
  "a ToolNode that is there already": (tool, options) => {
    const node = guardToolNode(
      new ToolNode([functionTool(tool)], { handleToolErrors: false }),
      options,
    );
    return (input, signal) =>
      node.invoke({ messages: [callOf(tool, input)] }, signal && { signal });
  },
  "a CapFenceToolNode in a graph": (tool, options) => {
    const node = new CapFenceToolNode([functionTool(tool)], {
      ...options,
      handleToolErrors: false,
    });
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("tools", node)
      .addEdge(START, "tools")
      .compile();
    return (input, signal) =>
      graph.invoke({ messages: [callOf(tool, copied(input))] }, signal && { signal });
  },
  "a call that is sent to a CapFenceToolNode": (tool, options) => {
    const node = new CapFenceToolNode([functionTool(tool)], {
      ...options,
      handleToolErrors: false,
    });
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("tools", node)
      .addConditionalEdges(START, ({ messages }) =>
        ((messages.at(-1) as AIMessage).tool_calls ?? []).map(
          (call) => new Send("tools", { messages, lg_tool_call: call }),
        ),
      )
      .compile();
    return (input, signal) =>
      graph.invoke({ messages: [callOf(tool, copied(input))] }, signal && { signal });
  },
  "a CapFenceToolNode in a task of the functional API": (tool, options) => {
    const node = new CapFenceToolNode([functionTool(tool)], {
      ...options,
      handleToolErrors: false,
    });
    const answer = task("tools", (message: AIMessage) => node.invoke([message]));
    const workflow = entrypoint("workflow", (message: AIMessage) => answer(message));
    return (input, signal) => workflow.invoke(callOf(tool, copied(input)), signal && { signal });
  },
  "guardNode around a hand-written node": (tool, options) => {
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("tools", guardNode(handWritten(tool), options))
      .addEdge(START, "tools")
      .compile();
    return (input, signal) =>
      graph.invoke({ messages: [callOf(tool, copied(input))] }, signal && { signal });
  },
};

const handling: Readonly<Record<string, Way>> = {
  "a CapFenceToolNode that handles errors": (tool, options) => {
    const node = new CapFenceToolNode([functionTool(tool)], options);
    return (input, signal) => node.invoke([callOf(tool, input)], signal && { signal });
  },
  "createReactAgent with a CapFenceToolNode": (tool, options) => {
    const tools = new CapFenceToolNode([functionTool(tool)], options);
    return (input, signal) => {
      const model = fakeModel()
        .respond(callOf(tool, copied(input)))
        .respond(new AIMessage("done"));
      return createReactAgent({ llm: model, tools }).invoke({ messages: [] }, signal && { signal });
    };
  },
};

for (const [name, way] of Object.entries(ways)) describeWay(name, way, []);
for (const [name, way] of Object.entries(handling)) describeWay(name, way, [swallowsErrors]);

function describeWay(name: string, way: Way, skip: readonly AdapterException[]): void {
  describeAdapter({
    name,
    skip,
    harness(tool, options) {
      const call = way(tool, options);
      const [guarded] = new CapFenceToolNode([functionTool(tool)], options).tools;
      return {
        call: async (input, signal) => outcomeOf(await call(input, signal)),
        denialOf,
        shown: { original: shown(functionTool(tool)), guarded: shown(guarded) },
      };
    },
  });
}

function shown(tool: ToolNode["tools"][number] | undefined): object {
  return { name: tool?.name, description: tool?.description, type: typeof tool?.schema };
}

/** The input as a model sends it, of which nobody else has a reference; what is no JSON stays as it is. */
function copied(input: unknown): unknown {
  try {
    return structuredClone(input);
  } catch {
    return input;
  }
}
