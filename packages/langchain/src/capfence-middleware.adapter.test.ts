import { describeAdapter, type SuiteTool, type TransferInput } from "@capfence/testkit";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import type { ClientTool, ToolRunnableConfig } from "@langchain/core/tools";
import { AIMessage, createAgent, createMiddleware, tool, ToolMessage } from "langchain";
import { z } from "zod";
import { ASK, modelAsking, modelDone, toolMessages } from "../test/agents.ts";
import { capFenceMiddleware } from "./capfence-middleware.ts";
import { guardTools } from "./capfence-tool.ts";
import type { LangChainGuardOptions } from "./options.ts";

const schema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });

const makeTool = ({ run, name, description }: SuiteTool) =>
  tool((input: TransferInput, config: ToolRunnableConfig) => run(input, config.signal), {
    name,
    description,
    schema,
  });

/** A loop that runs tools and lets their errors through. */
interface Loop {
  /** Runs the tool for a model that has asked for it. */
  readonly run: (
    args: Record<string, unknown>,
    signal?: AbortSignal,
  ) => Promise<ToolMessage | undefined>;
  /** The tool as the model is shown it. */
  readonly guarded: unknown;
}

type MakeLoop = (
  transfer: ReturnType<typeof makeTool>,
  options: LangChainGuardOptions,
) => Promise<Loop>;

const loops: Readonly<Record<string, MakeLoop>> = {
  async "createAgent with the middleware"(transfer, options) {
    const bound: unknown[] = [];
    const watching = createMiddleware({
      name: "watching",
      wrapModelCall: (request, handler) => {
        bound.push(...request.tools);
        return handler(request);
      },
    });
    const tools = [transfer];
    const middleware = [capFenceMiddleware({ ...options, toolErrors: "throw" }), watching];
    await createAgent({ model: modelDone(), tools, middleware }).invoke(ASK);
    return {
      guarded: bound[0],
      async run(args, signal) {
        const model = modelAsking({ name: transfer.name, args, id: "call-1" });
        const agent = createAgent({ model, tools, middleware });
        const state = await agent.invoke(ASK, signal && { signal });
        return toolMessages(state)[0];
      },
    };
  },
  async "LangGraph's ToolNode with guarded tools"(transfer, options) {
    const [guarded] = guardTools([transfer], options);
    const node = new ToolNode([guarded], { handleToolErrors: false });
    return {
      guarded,
      async run(args, signal) {
        const call = { name: transfer.name, args, id: "call-1" };
        const asking = new AIMessage({ content: "", tool_calls: [call] });
        const answers = (await node.invoke([asking], signal && { signal })) as ToolMessage[];
        return answers[0];
      },
    };
  },
};

function shown({ name, description, schema: parameters }: ClientTool): object {
  return { name, description, parameters };
}

for (const [name, makeLoop] of Object.entries(loops))
  describeAdapter({
    name,
    async harness(suiteTool, options) {
      const transfer = makeTool(suiteTool);
      const { run, guarded } = await makeLoop(transfer, options);
      return {
        async call(input, signal) {
          const answer = await run(input as Record<string, unknown>, signal);
          // What does not fit the schema is told to the model.
          if (answer?.text.startsWith("Error invoking tool") === true) throw new Error(answer.text);
          return answer?.status === "error" ? answer : answer?.content;
        },
        denialOf: (output) =>
          ToolMessage.isInstance(output) && output.status === "error" ? output.text : undefined,
        shown: { original: shown(transfer), guarded: shown(guarded as ClientTool) },
      };
    },
    skip: name.startsWith("createAgent")
      ? [
          {
            case: "is not changed by what its caller does to the input after the call",
            reason:
              "until the agent runs a tool, its call is a message, which others may still edit",
          },
        ]
      : [],
  });
