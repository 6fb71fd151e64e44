import {
  describePausing,
  type PausableRun,
  type PausingHarness,
  type SuiteTool,
  type TransferInput,
} from "@capfence/testkit";
import { RunnableLambda } from "@langchain/core/runnables";
import type { ClientTool } from "@langchain/core/tools";
import { Command, entrypoint, MemorySaver, task } from "@langchain/langgraph";
import { AIMessage, createAgent, fakeModel, tool, ToolMessage } from "langchain";
import { z } from "zod";
import { loadThreads, saveThreads } from "../test/saved-threads.ts";
import { capFenceMiddleware } from "./capfence-middleware.ts";
import { guardTools } from "./capfence-tool.ts";
import type { LangChainGuardOptions } from "./options.ts";

const schema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });
const thread = { configurable: { thread_id: "session-1" } };

const makeTool = ({ name, description, run }: SuiteTool): ClientTool =>
  tool((input: TransferInput) => run(input), { name, description, schema });

const makeRunnable = ({ name, description, run }: SuiteTool): ClientTool =>
  RunnableLambda.from((input: TransferInput) => run(input)).asTool({ name, description, schema });

/** A run as far as it has come: the state of the graph it is made of, and the answer of the suite's tool. */
interface Run {
  invoke(input: unknown, config: object): Promise<unknown>;
}

/** A graph whose model calls the tool with `args`, or which only goes on. */
type MakeRun = (
  suiteTool: SuiteTool,
  options: LangChainGuardOptions,
  checkpointer: MemorySaver,
  args: unknown,
) => Run;

const modelCalling = (name: string, args: unknown): ReturnType<typeof fakeModel> => {
  const model = fakeModel();
  const calls = [{ name, args: args as Record<string, unknown>, id: "call-1" }];
  return (args === undefined ? model : model.respondWithTools(calls)).respond(
    new AIMessage("done"),
  );
};

const ways: Readonly<Record<string, MakeRun>> = {
  "createAgent with a guarded tool": (suiteTool, options, checkpointer, args) =>
    createAgent({
      model: modelCalling(suiteTool.name, args),
      tools: guardTools([makeTool(suiteTool)], options),
      checkpointer,
    }),
  "createAgent with a guarded runnable": (suiteTool, options, checkpointer, args) =>
    createAgent({
      model: modelCalling(suiteTool.name, args),
      tools: guardTools([makeRunnable(suiteTool)], options),
      checkpointer,
    }),
  "createAgent with the middleware": (suiteTool, options, checkpointer, args) =>
    createAgent({
      model: modelCalling(suiteTool.name, args),
      tools: [makeTool(suiteTool)],
      middleware: [capFenceMiddleware(options)],
      checkpointer,
    }),
  "a task of the functional API": (suiteTool, options, checkpointer) => {
    const [guarded] = guardTools([makeTool(suiteTool)], options);
    const pay = task("pay", (args: object) =>
      guarded.invoke({ type: "tool_call", id: "call-1", name: suiteTool.name, args }),
    );
    return entrypoint({ name: "payments", checkpointer }, async (args: object) => ({
      messages: [(await pay(args)) as ToolMessage],
    }));
  },
};

function harnessFor(name: string, make: MakeRun): PausingHarness {
  return (suiteTool, suiteOptions) => {
    const { approver, identify: _identify, ...rest } = suiteOptions;
    const options: LangChainGuardOptions = {
      ...rest,
      ...(approver && { approver: (_config, request) => approver(undefined as never, request) }),
    };
    const advance = async (
      checkpointer: MemorySaver,
      input: unknown,
      args?: unknown,
    ): Promise<PausableRun> => {
      const run = make(suiteTool, options, checkpointer, args);
      const state = (await run.invoke(input, thread)) as { readonly messages: readonly never[] };
      if ("__interrupt__" in state) return { state: saveThreads(checkpointer) };
      const answer = state.messages.findLast((message) => ToolMessage.isInstance(message)) as
        | ToolMessage
        | undefined;
      return { output: answer?.status === "error" ? answer : answer?.content };
    };
    return {
      start: (args) =>
        advance(
          new MemorySaver(),
          name.startsWith("createAgent")
            ? { messages: [{ role: "user", content: "pay bob" }] }
            : args,
          args,
        ),
      resume(state, { approved, note: message }) {
        const decision = approved ? { type: "approve" } : { type: "reject", message };
        return advance(loadThreads(state), new Command({ resume: { decisions: [decision] } }));
      },
      denialOf: (output) => (ToolMessage.isInstance(output) ? output.text : undefined),
      forge: (state, input) =>
        saveThreads(loadThreads(state, (part) => (isTransfer(part) ? input : part))),
    };
  };
}

function isTransfer(part: unknown): boolean {
  return typeof part === "object" && part !== null && "amount" in part && "tags" in part;
}

for (const [name, make] of Object.entries(ways))
  describePausing({ name, harness: harnessFor(name, make) });
