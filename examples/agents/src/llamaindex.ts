/**
 * A support agent of LlamaIndex.TS whose refunds are limited by policies/refunds.yaml.
 *
 *   node src/llamaindex.ts          runs it; a refund that needs approval is blocked, and asked for
 *   node src/llamaindex.ts carol    approves it as carol, in a new process, and runs the same call again
 */
import { readFile, writeFile } from "node:fs/promises";
import { ActionRuntime } from "@capfence/core";
import { guardTool, guardWorkflow } from "@capfence/llamaindex";
import { type LLMMetadata, ToolCallLLM } from "@llamaindex/core/llms";
import { agent, agentToolCallResultEvent } from "@llamaindex/workflow";
import { z } from "zod";

interface Refund {
  order: string;
  amount: number;
}

/** Stands in for a model: asks for these refunds, one in each turn. */
class ScriptedModel extends ToolCallLLM {
  readonly supportToolCall = true;
  readonly metadata = { model: "scripted", contextWindow: 4096 } as LLMMetadata;
  readonly #calls: Refund[];

  constructor(calls: readonly Refund[]) {
    super();
    this.#calls = [...calls];
  }

  override async chat(): Promise<never> {
    const call = this.#calls.shift();
    const toolCall = call && [{ name: "refund", id: call.order, input: call }];
    const chunk = { delta: call ? "" : "done", raw: {}, options: toolCall && { toolCall } };
    return (async function* () {
      yield chunk;
    })() as never;
  }
}

const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml");
const options = {
  runtime,
  agentId: "support-agent",
  sessionId: "ticket-7",
  onBlocked: "message",
} as const;

// Made with the guard: what the schema refuses is then not run, which LlamaIndex would only log.
const refund = guardTool(
  {
    name: "refund",
    description: "Gives money back for an order.",
    parameters: z.object({ order: z.string(), amount: z.number() }),
    execute: ({ amount }) => `refunded ${amount}`,
  },
  options,
);

/** Runs the agent, and gives the refunds that wait for approval. */
async function run(calls: readonly Refund[]): Promise<readonly Refund[]> {
  const llm = new ScriptedModel(calls);
  const workflow = guardWorkflow(agent({ name: "support", llm, tools: [refund] }), options);
  const waiting: Refund[] = [];
  for await (const event of workflow.runStream("Refunds, please.")) {
    if (!agentToolCallResultEvent.include(event)) continue;
    const { order, amount } = event.data.toolKwargs as unknown as Refund;
    // What the tool gave, or the denial, which is JSON.
    const output = event.data.raw as string;
    const reason = output.startsWith("{") ? JSON.parse(output).reason : undefined;
    if (reason === "approval_required") waiting.push({ order, amount });
    const said = reason === "approval_required" ? "waits for approval" : (reason ?? output);
    console.log(`${order}: ${said}`);
  }
  return waiting;
}

const [approver] = process.argv.slice(2);
if (approver === undefined) {
  const waiting = await run([
    { order: "A-1001", amount: 20 },
    { order: "A-1002", amount: 5000 },
    { order: "A-1003", amount: 250 },
  ]);
  await writeFile("run.json", JSON.stringify(waiting));
} else {
  const waiting = JSON.parse(await readFile("run.json", "utf8")) as readonly Refund[];
  const requests = await runtime.approvals.pending();
  for (const { order } of waiting) {
    const request = requests.find(({ payload }) => payload["order"] === order);
    if (request !== undefined) await runtime.approvals.approve(request.id, { by: approver });
  }
  await run(waiting);
}
await runtime.close();
