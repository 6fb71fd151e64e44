import { inspect } from "node:util";
import { freezeJson } from "@capfence/core";
import { describeAdapter, type SuiteTool, type TransferInput } from "@capfence/testkit";
import {
  type Agent,
  type FunctionTool,
  invokeFunctionTool,
  run,
  RunContext,
  Runner,
  shellTool,
  tool,
} from "@openai/agents";
import type { ScriptedModel } from "@openai/agents/testing";
import { z } from "zod";
import { agentWith, mcpServer, modelCalling, modelMaking, outputsOf } from "../test/payments.ts";
import { createCapFenceTool } from "./create-capfence-tool.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardRunner } from "./guard-runner.ts";
import { guardTool } from "./guard-tool.ts";
import type { OpenAiGuardOptions } from "./options.ts";

const schema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });

const frozen = {
  case: "gives the tool the frozen judged input, not its caller's object",
  reason: "the SDK parses a text for the tool; the text is that of the judged input",
};
const noJson = {
  case: "never runs on input that is not JSON",
  reason: "the SDK answers such a text by itself, and calls no tool",
};

/** The text a model sends; what is not JSON it cannot send as JSON. */
function textOf(input: unknown): string {
  try {
    return JSON.stringify(freezeJson(input));
  } catch {
    return inspect(input);
  }
}

const jsonTool = ({ name, description, inputSchema, run: body }: SuiteTool): FunctionTool =>
  tool({
    name,
    description,
    parameters: inputSchema as never,
    strict: true,
    errorFunction: null,
    execute: (input: unknown, _context?: unknown, details?: { signal?: AbortSignal }) =>
      body(input as TransferInput, details?.signal),
  });

const zodTool = (suite: SuiteTool, make = tool): FunctionTool =>
  make({
    name: suite.name,
    description: suite.description,
    parameters: schema,
    errorFunction: null,
    execute: (input: TransferInput, _context?: unknown, details?: { signal?: AbortSignal }) =>
      suite.run(input, details?.signal),
  } as never);

const kinds = { "a JSON schema": jsonTool, "a zod schema": zodTool };

const outputIn = (result: Parameters<typeof outputsOf>[0]): unknown => outputsOf(result).at(-1);

/** What the model is shown of the tools of an agent. */
async function shownBy(agent: (model: ScriptedModel) => Agent): Promise<unknown> {
  const model = modelCalling();
  await run(agent(model), "x");
  return model.lastCall?.request.tools;
}

function listed({ name, description, parameters, strict }: FunctionTool): object {
  return { name, description, parameters, strict };
}

for (const [kind, make] of Object.entries(kinds)) {
  describeAdapter({
    name: `guardTool of a tool with ${kind}, invoked by hand`,
    harness(suite, options) {
      const original = make(suite);
      const guarded = guardTool(original, options);
      return {
        call: (input, signal) =>
          invokeFunctionTool({
            tool: guarded,
            runContext: new RunContext(),
            input: textOf(input),
            ...(signal === undefined ? {} : { details: { signal } }),
          }),
        shown: { original: listed(original), guarded: listed(guarded) },
      };
    },
    skip: [frozen],
  });

  for (const stream of [false, true])
    describeAdapter({
      name: `guardTool of a tool with ${kind}, in a run${stream ? " that streams" : ""}`,
      async harness(suite, options) {
        const original = make(suite);
        const guarded = guardTool(original, options);
        const agent = (model: ScriptedModel, one = guarded): Agent =>
          agentWith({ model, tools: [one] });
        return {
          call: (input, signal) => runOnce(agent(modelCallingSuite(suite, input)), signal, stream),
          shown: {
            original: await shownBy((model) => agent(model, original)),
            guarded: await shownBy(agent),
          },
        };
      },
      skip: [frozen, noJson],
    });
}

describeAdapter({
  name: "createCapFenceTool, in a run",
  async harness(suite, options) {
    const guarded = zodTool(suite, createCapFenceTool(options));
    const agent = (model: ScriptedModel, one = guarded): Agent =>
      agentWith({ model, tools: [one] });
    return {
      call: (input, signal) => runOnce(agent(modelCallingSuite(suite, input)), signal),
      shown: {
        original: await shownBy((model) => agent(model, zodTool(suite))),
        guarded: await shownBy(agent),
      },
    };
  },
  skip: [noJson],
});

describeAdapter({
  name: "createCapFenceTool, invoked by hand",
  harness(suite, options) {
    const guarded = zodTool(suite, createCapFenceTool(options));
    return {
      call: (input, signal) =>
        guarded.invoke(new RunContext(), textOf(input), signal && { signal }),
      shown: { original: zodTool(suite).parameters, guarded: guarded.parameters },
    };
  },
});

describeAdapter({
  name: "guardAgent, with a tool of an MCP server",
  async harness(suite, options) {
    const agent = (model: ScriptedModel): Agent =>
      agentWith({
        model,
        mcpConfig: { errorFunction: null },
        mcpServers: [
          mcpServer(shownAs(suite), (input) => suite.run(input as unknown as TransferInput)),
        ],
      });
    return {
      async call(input, signal) {
        const guarded = guardAgent(agent(modelCallingSuite(suite, input)), options);
        const output = await runOnce(guarded, signal);
        return typeof output === "string" ? { denial: output } : (output as { text: string }).text;
      },
      denialOf: (output) => (output as { denial?: string }).denial,
      shown: {
        original: await shownBy(agent),
        guarded: await shownBy((model) => guardAgent(agent(model), options)),
      },
    };
  },
  skip: [
    frozen,
    noJson,
    {
      case: "hands the framework's abort signal to the tool",
      reason: "the SDK hands no signal to MCP servers",
    },
  ],
});

describeAdapter({
  name: "guardRunner, with an agent that nobody has guarded",
  async harness(suite, options) {
    const agent = (model: ScriptedModel): Agent => agentWith({ model, tools: [zodTool(suite)] });
    return {
      call: (input, signal) =>
        runOnce(agent(modelCallingSuite(suite, input)), signal, false, options),
      shown: {
        original: await shownBy(agent),
        guarded: await shownBy((model) => guardAgent(agent(model), options)),
      },
    };
  },
  skip: [frozen, noJson],
});

describeAdapter({
  name: "guardAgent, with a shell",
  async harness(suite, options) {
    const agent = (model: ScriptedModel): Agent =>
      agentWith({
        model,
        tools: [
          shellTool({
            name: suite.name,
            shell: {
              run: async (action) => ({
                output: [
                  {
                    stdout: await suite.run(action as unknown as TransferInput),
                    stderr: "",
                    outcome: { type: "exit", exitCode: 0 },
                  },
                ],
              }),
            },
          }),
        ],
      });
    return {
      async call(input, signal) {
        const action = JSON.parse(textOf(input)) as object;
        const call = { type: "shell_call", callId: "call-1", status: "completed", action };
        const model = modelMaking(call);
        const output = await runOnce(guardAgent(agent(model), options), signal);
        const [first] = output as readonly { stdout: string; stderr: string }[];
        return first?.stdout === "" ? { denial: first.stderr } : first?.stdout;
      },
      denialOf: (output) => (output as { denial?: string }).denial,
      shown: {
        original: await shownBy(agent),
        guarded: await shownBy((model) => guardAgent(agent(model), options)),
      },
    };
  },
  skip: [
    {
      case: "hands the framework's abort signal to the tool",
      reason: "the SDK hands no signal to shells",
    },
    {
      case: "passes a tool's error on as it is, and records the failure",
      reason: "the SDK makes an output of what a shell throws",
    },
  ],
});

function shownAs({ name, description, inputSchema }: SuiteTool): Parameters<typeof mcpServer>[0] {
  return { name, description, inputSchema };
}

function modelCallingSuite(suite: SuiteTool, input: unknown): ScriptedModel {
  return modelCalling([[suite.name, textOf(input), "call-1"]]);
}

async function runOnce(
  agent: Agent,
  signal: AbortSignal | undefined,
  stream = false,
  runnerOptions?: OpenAiGuardOptions,
): Promise<unknown> {
  const runner = new Runner();
  if (runnerOptions !== undefined) guardRunner(runner, runnerOptions);
  const settings = signal === undefined ? {} : { signal };
  if (!stream) return outputIn(await runner.run(agent, "x", settings));
  const streamed = await runner.run(agent, "x", { ...settings, stream: true });
  for await (const _ of streamed);
  await streamed.completed;
  return outputIn(streamed);
}
