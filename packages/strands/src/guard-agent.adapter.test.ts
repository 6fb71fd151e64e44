import { describeAdapter, type SuiteTool } from "@capfence/testkit";
import {
  type InvokableTool,
  type JSONValue,
  tool as makeTool,
  ToolResultBlock,
} from "@strands-agents/sdk";
import { z } from "zod";
import { agentFor, resultsOf } from "../test/agents.ts";
import { textOf } from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";

const inputSchema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });

function make({ name, description, run }: SuiteTool): InvokableTool<unknown, JSONValue> {
  return makeTool({
    name,
    description,
    inputSchema,
    callback: (input, context) => run(input, context?.cancelSignal),
  });
}

function outputOf(result: ToolResultBlock | undefined): unknown {
  if (result === undefined) throw new Error("the tool gave no result");
  if (result.error !== undefined) throw result.error;
  return result.status === "success" ? textOf(result) : result;
}

function denialOf(output: unknown): string | undefined {
  return output instanceof ToolResultBlock && output.status === "error"
    ? textOf(output)
    : undefined;
}

for (const toolExecutor of ["concurrent", "sequential"] as const)
  describeAdapter({
    name: `guardAgent, whose model calls the tool (${toolExecutor})`,
    harness(suiteTool, options) {
      const original = make(suiteTool);
      const ask = async (input: unknown, cancelSignal?: AbortSignal): Promise<unknown> => {
        const call = { name: suiteTool.name, id: "call-1", input };
        const agent = agentFor([[call]], { tools: [original], toolExecutor });
        guardAgent(agent, options);
        await agent.invoke("go", cancelSignal && { cancelSignal });
        return outputOf(resultsOf(agent)[0]);
      };
      const shown = guardAgent(agentFor([], { tools: [original] }), options).tools[0]?.toolSpec;
      return { call: ask, denialOf, shown: { original: original.toolSpec, guarded: shown } };
    },
    skip: [
      {
        case: "never runs on input that is not JSON",
        reason: "a model sends text, in which a date is a string",
      },
    ],
  });

describeAdapter({
  name: "guardAgent, whose tool is called directly",
  harness(suiteTool, options) {
    const original = make({ ...suiteTool, run: (input) => suiteTool.run(input) });
    return {
      async call(input) {
        const agent = guardAgent(agentFor([], { tools: [original] }), options);
        const direct = agent.tool[suiteTool.name];
        return outputOf(await direct?.invoke(input as JSONValue, { recordDirectToolCall: false }));
      },
      denialOf,
      shown: {
        original: original.toolSpec,
        guarded: guardAgent(agentFor([], { tools: [original] }), options).tools[0]?.toolSpec,
      },
    };
  },
  skip: [
    {
      case: "hands the framework's abort signal to the tool",
      reason: "Strands takes none for a direct call",
    },
  ],
});
