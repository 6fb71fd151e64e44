import { isDeepStrictEqual } from "node:util";
import {
  describePausing,
  type PausableRun,
  type PausingAgent,
  type PausingHarness,
  type SuiteTool,
} from "@capfence/testkit";
import { Mastra } from "@mastra/core";
import type { Agent, ToolsInput } from "@mastra/core/agent";
import { InMemoryStore } from "@mastra/core/storage";
import { createTool } from "@mastra/core/tools";
import { createStep, createWorkflow } from "@mastra/core/workflows";
import { z } from "zod";
import { calling, denialIn, dumpOf, scriptedAgent, storageWith } from "../test/scripted-agent.ts";
import { guardTools } from "./guarded-tool.ts";
import type { MastraGuardOptions, MastraTool } from "./options.ts";

const schema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });

/** The suite's tool, of createTool and of the AI SDK. */
const kinds: Readonly<Record<string, (tool: SuiteTool) => MastraTool>> = {
  "a tool of createTool": ({ name, description, run }) =>
    createTool({
      id: name,
      description,
      inputSchema: schema,
      outputSchema: z.any(),
      execute: (input) => run(input),
    }),
  "a tool of the AI SDK": ({ description, inputSchema, run }) =>
    ({
      description,
      inputSchema: { jsonSchema: inputSchema },
      execute: run,
    }) as unknown as MastraTool,
};

/** What is kept of a paused run. */
interface State {
  readonly runId: string;
  readonly toolCallId: string;
  readonly dump: string;
}

type Answer = Parameters<PausingAgent["resume"]>[1];

/** How an agent is run, paused and resumed. */
interface Way {
  readonly start: (agent: Agent, message: string) => Promise<Output>;
  readonly resume: (agent: Agent, state: State, answer: Answer) => Promise<Output>;
}

type Output = Pick<
  Awaited<ReturnType<Agent["generate"]>>,
  "finishReason" | "runId" | "suspendPayload" | "toolResults"
>;

const memory = { thread: "session-1", resource: "alice" };

const ways: Readonly<Record<string, Way>> = {
  generate: {
    start: (agent, message) => agent.generate(message, { memory }),
    resume: (agent, { runId, toolCallId }, { approved, note }) =>
      approved
        ? agent.approveToolCallGenerate({ runId, toolCallId })
        : agent.declineToolCallGenerate({ runId, toolCallId, ...(note && { reason: note }) }),
  },
  stream: {
    start: async (agent, message) => (await agent.stream(message, { memory })).getFullOutput(),
    resume: async (agent, { runId, toolCallId }, { approved, note }) => {
      const output = approved
        ? await agent.approveToolCall({ runId, toolCallId })
        : await agent.declineToolCall({ runId, toolCallId, ...(note && { reason: note }) });
      return output.getFullOutput();
    },
  },
};

/** As whoever stores a state could change it: the arguments of the call, wherever they stand. */
function withOtherInput(value: unknown, old: unknown, other: unknown): unknown {
  if (isDeepStrictEqual(value, old)) return other;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withOtherInput(item, old, other));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withOtherInput(item, old, other)]),
  );
}

/** Where a run has come to. */
async function ended(output: Output, storage: InMemoryStore): Promise<PausableRun> {
  const { finishReason, runId, suspendPayload, toolResults } = output;
  if (finishReason !== "suspended") return { output: toolResults.at(-1)?.payload.result };
  const { toolCallId } = suspendPayload as { toolCallId: string };
  return { state: JSON.stringify({ runId, toolCallId, dump: await dumpOf(storage) }) };
}

function inAgent({ start, resume }: Way, make: (tool: SuiteTool) => MastraTool): PausingHarness {
  return (suiteTool, options) => {
    const tools: ToolsInput = guardTools(
      { [suiteTool.name]: make(suiteTool) },
      options as MastraGuardOptions,
    );
    return {
      async start(input) {
        const storage = new InMemoryStore();
        const message = calling({ toolName: suiteTool.name, input });
        return ended(await start(scriptedAgent({ tools, storage }), message), storage);
      },
      async resume(text, answer) {
        const state: State = JSON.parse(text);
        const storage = await storageWith(state.dump);
        return ended(await resume(scriptedAgent({ tools, storage }), state, answer), storage);
      },
      denialOf: denialIn,
      forge(text, input) {
        const state: State = JSON.parse(text);
        const { args } = argsIn(state.dump);
        const dump = JSON.stringify(withOtherInput(JSON.parse(state.dump), args, input));
        return JSON.stringify({ ...state, dump });
      },
    };
  };
}

/** The arguments of the call in a dump of paused runs. */
function argsIn(dump: string): { readonly args: unknown } {
  const found: unknown[] = [];
  JSON.parse(dump, (key, value: unknown) => {
    if (key === "args") found.push(value);
    return value;
  });
  if (found.length === 0) throw new Error("no arguments are kept of the paused call");
  return { args: found[0] };
}

for (const [kind, make] of Object.entries(kinds))
  for (const [way, how] of Object.entries(ways))
    describePausing({
      name: `${way}, ${kind}`,
      harness: (tool, options) => inAgent(how, make)(tool, options),
    });

describePausing({
  name: "a step of a workflow",
  harness(suiteTool, options) {
    const tools = guardTools(
      { tool: kinds["a tool of createTool"]?.(suiteTool) as never },
      options as MastraGuardOptions,
    );
    const workflowIn = (storage: InMemoryStore) => {
      const workflow = createWorkflow({ id: "pay", inputSchema: schema, outputSchema: z.any() })
        .then(createStep(tools["tool"]))
        .commit();
      return new Mastra({ workflows: { workflow }, storage, logger: false }).getWorkflow(
        "workflow",
      );
    };
    type Ended = { readonly status: string; readonly result?: unknown; readonly error?: unknown };
    const workflowEnded = async (
      { status, result, error }: Ended,
      runId: string,
      storage: InMemoryStore,
    ): Promise<PausableRun> => {
      if (status === "success") return { output: result };
      if (status !== "suspended") throw error;
      return { state: JSON.stringify({ runId, toolCallId: "", dump: await dumpOf(storage) }) };
    };
    return {
      async start(input) {
        const storage = new InMemoryStore();
        const run = await workflowIn(storage).createRun();
        return workflowEnded(await run.start({ inputData: input as never }), run.runId, storage);
      },
      async resume(text, { approved, note }) {
        const { runId, dump }: State = JSON.parse(text);
        const storage = await storageWith(dump);
        const run = await workflowIn(storage).createRun({ runId });
        const resumeData = { approved, ...(note && { reason: note }) };
        return workflowEnded(await run.resume({ resumeData }), runId, storage);
      },
      denialOf: denialIn,
      forge(text, input) {
        const state: State = JSON.parse(text);
        const [{ snapshot }] = JSON.parse(state.dump);
        const old: unknown = snapshot.context.input;
        const dump = JSON.stringify(withOtherInput(JSON.parse(state.dump), old, input));
        return JSON.stringify({ ...state, dump });
      },
    };
  },
});
