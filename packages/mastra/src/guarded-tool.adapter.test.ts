import { isDeepStrictEqual } from "node:util";
import {
  type AdaptedTool,
  type AdapterHarness,
  describeAdapter,
  type SuiteTool,
  type TransferInput,
} from "@capfence/testkit";
import type { Agent, ToolsInput } from "@mastra/core/agent";
import { Mastra } from "@mastra/core";
import { createTool, isValidationError } from "@mastra/core/tools";
import { createStep, createWorkflow } from "@mastra/core/workflows";
import { z } from "zod";
import { calling, denialIn, scriptedAgent } from "../test/scripted-agent.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardTool, guardTools } from "./guarded-tool.ts";
import type { MastraCall, MastraTool } from "./options.ts";
import { RunReport } from "./run-report.ts";

const schema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });

const COPIED = {
  case: "gives the tool the frozen judged input, not its caller's object",
  reason: "a tool of createTool parses what it is given, and hands on a copy",
};
const TOLD = {
  case: "passes a tool's error on as it is, and records the failure",
  reason: "Mastra tells the model of it, as text",
};

function zodTool({ name, description, run }: SuiteTool): MastraTool {
  return createTool({
    id: name,
    description,
    inputSchema: schema,
    execute: (input, context) => run(input, context.abortSignal),
  });
}

/** The suite's tool as each kind of tool there is, called directly; whether it parses what it is given. */
const kinds: Readonly<Record<string, readonly [parses: boolean, (tool: SuiteTool) => MastraTool]>> =
  {
    "a tool with a zod schema": [true, zodTool],
    "a tool with a JSON schema": [
      true,
      ({ name, description, inputSchema, run }) =>
        createTool({
          id: name,
          description,
          inputSchema: inputSchema as never,
          execute: (input: unknown, context) => run(input as TransferInput, context.abortSignal),
        }),
    ],
    "a tool of an MCP client": [
      true,
      ({ name, description, run }) =>
        createTool({
          id: name,
          description,
          inputSchema: schema,
          mcpMetadata: { serverName: "bank", serverVersion: "1.0.0" },
          execute: (input, context) => run(input, context.abortSignal),
        }),
    ],
    "a tool without a class": [
      false,
      ({ name, description, run }) => ({
        id: name,
        description,
        inputSchema: schema,
        execute: (input: TransferInput, context?: MastraCall) => run(input, context?.abortSignal),
      }),
    ],
    "a tool of the AI SDK": [
      false,
      ({ description, inputSchema, run }) =>
        ({
          description,
          inputSchema: () => ({ jsonSchema: inputSchema }),
          execute: (input: TransferInput, { abortSignal }: { abortSignal?: AbortSignal } = {}) =>
            run(input, abortSignal),
        }) as unknown as MastraTool,
    ],
  };

function shownOf(tool: MastraTool): object {
  const { execute: _execute, ...shown } = tool as { execute?: unknown };
  return shown;
}

for (const [kind, [parses, make]] of Object.entries(kinds))
  describeAdapter({
    name: `guardTools around ${kind}`,
    skip: parses ? [COPIED] : [],
    harness(suiteTool, options) {
      const original = make(suiteTool);
      const guarded = guardTools({ [suiteTool.name]: original }, options)[suiteTool.name];
      const { execute } = guarded as {
        readonly execute: (input: unknown, context?: MastraCall) => Promise<unknown>;
      };
      return {
        call: async (input, signal) =>
          fitting(await execute(input, signal && { abortSignal: signal })),
        denialOf: denialIn,
        shown: { original: shownOf(original), guarded: shownOf(guarded as MastraTool) },
      };
    },
  });

/** What a tool gave, unless that is Mastra's error of an input that does not fit the schema. */
function fitting(output: unknown): unknown {
  if (isValidationError(output) && !output.message.startsWith("{")) throw new Error(output.message);
  return output;
}

/** What a model would have written for this input: it can only write JSON. */
function written(input: unknown): unknown {
  const text = JSON.stringify(input);
  const copy: unknown = JSON.parse(text);
  if (isDeepStrictEqual(copy, JSON.parse(JSON.stringify(input))) && isPlain(input, copy))
    return copy;
  throw new TypeError("a model writes JSON");
}

function isPlain(input: unknown, copy: unknown): boolean {
  if (typeof input !== "object" || input === null) return Object.is(input, copy);
  if (typeof copy !== "object" || copy === null) return false;
  const prototype: unknown = Object.getPrototypeOf(input);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return false;
  // A value that changes each time it is read is one that the model has written once.
  return Object.entries(Object.getOwnPropertyDescriptors(input)).every(
    ([key, property]) =>
      property.get !== undefined ||
      property.enumerable !== true ||
      isPlain(property.value, Reflect.get(copy, key)),
  );
}

type Ask = (agent: Agent, message: string, options: object) => Promise<unknown>;

/** An agent's loop around the suite's tool. */
function loop(ask: Ask, via: "tools" | "toolsets" | "function"): AdapterHarness {
  return (suiteTool, options): AdaptedTool => {
    const original = zodTool(suiteTool);
    const tools = guardTools({ [suiteTool.name]: original }, options);
    const source: Record<string, ToolsInput | (() => Promise<ToolsInput>)> = {
      tools,
      toolsets: {},
      function: async () => tools,
    };
    const agent = guardAgent(scriptedAgent({ tools: source[via] ?? {} }));
    const more = via === "toolsets" ? { toolsets: { bank: tools } } : {};
    return {
      call: async (input, signal) => {
        const message = calling({ toolName: suiteTool.name, input: written(input) });
        return ask(agent, message, { ...more, ...(signal && { abortSignal: signal }) });
      },
      denialOf: denialIn,
      shown: {
        original: shownOf(original),
        guarded: shownOf(tools[suiteTool.name] as MastraTool),
      },
    };
  };
}

const generate: Ask = async (agent, message, options) => {
  const { toolResults } = await agent.generate(message, options);
  if (toolResults[0] === undefined) throw new Error("the tool has failed");
  return toolResults[0].payload.result;
};

const stream: Ask = async (agent, message, options) => {
  const output = await agent.stream(message, options);
  let result: unknown;
  for await (const chunk of output.fullStream) {
    if (chunk.type === "tool-error") throw chunk.payload.error;
    if (chunk.type === "tool-result") result = chunk.payload.result;
  }
  if (result === undefined) throw new Error("the run has ended before the tool");
  return result;
};

describeAdapter({
  name: "guardAgent, generate",
  harness: loop(generate, "tools"),
  skip: [COPIED, TOLD],
});
describeAdapter({ name: "guardAgent, stream", harness: loop(stream, "tools"), skip: [COPIED] });
describeAdapter({
  name: "guardAgent, a run's toolsets",
  harness: loop(stream, "toolsets"),
  skip: [COPIED],
});
describeAdapter({
  name: "guardAgent, tools made by a function",
  harness: loop(generate, "function"),
  skip: [COPIED, TOLD],
});

describeAdapter({
  name: "guardTool, a step of a workflow",
  skip: [COPIED, TOLD],
  harness(suiteTool, options) {
    const { name, description, run } = suiteTool;
    const original = createTool({
      id: name,
      description,
      inputSchema: schema,
      outputSchema: z.any(),
      execute: (input: TransferInput, context: { abortSignal?: AbortSignal }) =>
        run(input, context.abortSignal),
    });
    const guarded = guardTool(original as MastraTool, options);
    const workflow = createWorkflow({ id: "pay", inputSchema: schema, outputSchema: z.any() })
      .then(createStep(guarded as never))
      .commit();
    const mastra = new Mastra({ workflows: { workflow }, logger: false });
    return {
      async call(input, signal) {
        const inputData = written(input) as TransferInput;
        const started = await mastra.getWorkflow("workflow").createRun();
        signal?.addEventListener("abort", () => void started.cancel());
        // Of what a step throws Mastra keeps the text alone.
        const report = new RunReport();
        const ended = await report.run(() => started.start({ inputData: inputData as never }));
        report.check();
        if (ended.status === "success") return ended.result;
        throw new Error(ended.status);
      },
      denialOf: denialIn,
      shown: { original: shownOf(original as MastraTool), guarded: shownOf(guarded) },
    };
  },
});
