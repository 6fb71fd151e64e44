import { snapshot } from "@capfence/core/adapter";
import { describeAdapter, type TransferInput } from "@capfence/testkit";
import { FunctionTool } from "@llamaindex/core/tools";
import { agent, agentToolCallResultEvent } from "@llamaindex/workflow";
import { ScriptedModel } from "../test/scripted-model.ts";
import { guardWorkflow } from "./guard-workflow.ts";

const noSignal = {
  case: "hands the framework's abort signal to the tool",
  reason: "LlamaIndex has none for a tool",
};
const stringified = {
  case: "passes a tool's error on as it is, and records the failure",
  reason: "a workflow makes a text for the model of what a tool throws",
};

describeAdapter({
  name: "guardWorkflow, whose model calls the tool",
  harness({ name, description, inputSchema, run }, options) {
    const metadata = { name, description, parameters: inputSchema as never };
    const original = FunctionTool.from((input: TransferInput) => run(input), metadata);
    const workflow = (input: unknown) => {
      const llm = new ScriptedModel([[{ name, id: "call-1", input: input as object }]]);
      return guardWorkflow(agent({ name: "teller", llm, tools: [original] }), options);
    };
    return {
      async call(given) {
        // What a model has sent is changed by nobody.
        const input = snapshot(given);
        for await (const event of workflow(input).runStream("go"))
          if (agentToolCallResultEvent.include(event)) {
            const { raw, toolOutput } = event.data;
            if (toolOutput.isError) throw new Error(toolOutput.result);
            return raw;
          }
        throw new Error("the model called no tool");
      },
      shown: {
        original: original.metadata,
        guarded: workflow({}).getAgents()[0]?.tools[0]?.metadata,
      },
    };
  },
  skip: [noSignal, stringified],
});
