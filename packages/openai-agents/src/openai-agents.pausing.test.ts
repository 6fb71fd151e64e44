import {
  describePausing,
  type PausingAgent,
  type PausingOptions,
  type SuiteTool,
  type TransferInput,
} from "@capfence/testkit";
import { type Agent, run, Runner, RunState, tool } from "@openai/agents";
import type { ScriptedModel } from "@openai/agents/testing";
import { z } from "zod";
import { agentWith, mcpServer, modelCalling, outputsOf } from "../test/payments.ts";
import { createCapFenceTool } from "./create-capfence-tool.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardRunner, passOnRejections } from "./guard-runner.ts";
import { guardTool } from "./guard-tool.ts";
import type { OpenAiGuardOptions } from "./options.ts";

const settingsOf = ({ name, description, run: body }: SuiteTool): object => ({
  name,
  description,
  parameters: z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) }),
  execute: (input: TransferInput) => body(input),
});

type Make = (suite: SuiteTool, options: OpenAiGuardOptions, model: ScriptedModel) => Agent;

const withTool: Make = (suite, options, model) =>
  agentWith({ model, tools: [guardTool(tool(settingsOf(suite) as never), options)] });

const agents: Readonly<Record<string, Make>> = {
  "an agent with a guarded tool": withTool,
  "an agent with a tool of createCapFenceTool": (suite, options, model) =>
    agentWith({ model, tools: [createCapFenceTool(options)(settingsOf(suite) as never)] }),
  "a guarded agent": (suite, options, model) =>
    guardAgent(agentWith({ model, tools: [tool(settingsOf(suite) as never)] }), options),
  "a guarded agent with an MCP server": (suite, options, model) => {
    const { name, description, inputSchema } = suite;
    const server = mcpServer({ name, description, inputSchema }, (input) =>
      suite.run(input as unknown as TransferInput),
    );
    return guardAgent(agentWith({ model, mcpServers: [server] }), options);
  },
};

const callOf = (suite: SuiteTool, input: unknown): ScriptedModel =>
  modelCalling([[suite.name, input as object, "call-1"]]);

function settle(result: Result): { state: string } | { output: unknown } {
  if (result.interruptions.length > 0) return { state: result.state.toString() };
  return { output: readable(outputsOf(result).at(-1)) };
}

/** An agent of the suite, in a process that has nothing but its options and the state it is given. */
function pausingAgent(
  agent: (model: ScriptedModel) => Agent,
  model: (input: unknown) => ScriptedModel,
  go: (agent: Agent, given: string | RunState<unknown, Agent>) => Promise<Result>,
): PausingAgent {
  return {
    start: async (input) => settle(await go(agent(model(input)), "x")),
    async resume(text, { approved, note }) {
      const resumed = agent(modelCalling());
      const state = await RunState.fromString(resumed, text);
      for (const item of state.getInterruptions())
        if (approved) state.approve(item);
        else state.reject(item, note === undefined ? {} : { message: note });
      return settle(await go(resumed, state));
    },
    forge: (state, input) =>
      JSON.stringify(JSON.parse(state), (key, value: unknown) =>
        key === "arguments" ? JSON.stringify(input) : value,
      ),
  };
}

interface Result {
  readonly interruptions: readonly object[];
  readonly newItems: readonly object[];
  readonly state: { toString(): string };
}

/** The text in what a tool gave the model. */
function readable(output: unknown): unknown {
  return typeof output === "object" && output !== null && "text" in output ? output.text : output;
}

/** The options of the suite, which does not know what the SDK says of a call. */
function ours(options: PausingOptions): OpenAiGuardOptions {
  return options as unknown as OpenAiGuardOptions;
}

for (const [kind, make] of Object.entries(agents)) {
  describePausing({
    name: `${kind}, in a guarded runner`,
    harness: (suite, options) =>
      pausingAgent(
        (model) => make(suite, ours(options), model),
        (input) => callOf(suite, input),
        (agent, given) =>
          guardRunner(new Runner(), ours(options)).run(agent, given as string) as Promise<Result>,
      ),
  });
}

describePausing({
  name: "an agent with a guarded tool, with run and passOnRejections",
  harness: (suite, options) =>
    pausingAgent(
      (model) => withTool(suite, ours(options), model),
      (input) => callOf(suite, input),
      async (agent, given) => {
        if (typeof given !== "string") await passOnRejections(given);
        return (await run(agent, given as string)) as Result;
      },
    ),
});

const notPassedOn =
  "a rejected call is never handed to its tool, and nothing else of ours is asked";

describePausing({
  name: "an agent with a guarded tool, with run alone",
  harness: (suite, options) =>
    pausingAgent(
      (model) => withTool(suite, ours(options), model),
      (input) => callOf(suite, input),
      (agent, given) => run(agent, given as string) as Promise<Result>,
    ),
  skip: [
    {
      case: "does not run after a no, and tells the model the words of who said it",
      reason: notPassedOn,
    },
    { case: "does not run after a no of nobody, and takes the request back", reason: notPassedOn },
  ],
});
