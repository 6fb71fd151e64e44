/**
 * A support agent of Strands Agents whose refunds are limited by policies/refunds.yaml.
 *
 *   node src/strands.ts          runs it, until a refund waits for approval
 *   node src/strands.ts carol    goes on in a new process, with carol's yes
 */
import { readFile, writeFile } from "node:fs/promises";
import { ActionRuntime } from "@capfence/core";
import { guardAgent } from "@capfence/strands";
import { Agent, Model, type ModelStreamEvent, tool } from "@strands-agents/sdk";
import { z } from "zod";

/** Stands in for a model: asks for these refunds, one in each turn. */
class ScriptedModel extends Model {
  readonly #calls: [order: string, amount: number][];

  constructor(calls: [order: string, amount: number][]) {
    super();
    this.#calls = calls;
  }

  override updateConfig(): void {}

  override getConfig(): { modelId: string } {
    return { modelId: "scripted" };
  }

  override async *stream(): AsyncGenerator<ModelStreamEvent> {
    const call = this.#calls.shift();
    yield { type: "modelMessageStartEvent", role: "assistant" };
    if (call !== undefined) {
      const [order, amount] = call;
      const start = { type: "toolUseStart", name: "refund", toolUseId: order } as const;
      const input = JSON.stringify({ order, amount });
      yield { type: "modelContentBlockStartEvent", start };
      yield { type: "modelContentBlockDeltaEvent", delta: { type: "toolUseInputDelta", input } };
      yield { type: "modelContentBlockStopEvent" };
    }
    const stopReason = call === undefined ? "endTurn" : "toolUse";
    yield { type: "modelMessageStopEvent", stopReason };
  }
}

const refund = tool({
  name: "refund",
  description: "Gives money back for an order.",
  inputSchema: z.object({ order: z.string(), amount: z.number() }),
  callback: ({ amount }) => `refunded ${amount}`,
});

const [approver] = process.argv.slice(2);
const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml");
const model = new ScriptedModel(
  approver === undefined
    ? [
        ["A-1001", 20],
        ["A-1002", 5000],
        ["A-1003", 250],
      ]
    : [],
);
const agent = guardAgent(new Agent({ model, tools: [refund], printer: false }), {
  runtime,
  agentId: "support-agent",
  sessionId: "ticket-7",
  onBlocked: "message",
  onApproval: "pause",
  // Your host's word on who is answering; here whoever types the command.
  ...(approver === undefined ? {} : { approver: () => ({ by: approver }) }),
});

if (approver === undefined) {
  const { interrupts = [] } = await agent.invoke("Three refunds, please.");
  for (const { toolUseId, text } of results()) console.log(`${toolUseId}: ${text}`);
  for (const { id } of interrupts) console.log(`${id.split(":")[1]}: waits for approval`);
  const snapshot = agent.takeSnapshot({ preset: "session" });
  await writeFile(
    "run.json",
    JSON.stringify({ snapshot, waiting: interrupts.map(({ id }) => id) }),
  );
} else {
  const { snapshot, waiting } = JSON.parse(await readFile("run.json", "utf8"));
  agent.loadSnapshot(snapshot);
  const before = results().length;
  await agent.invoke(
    waiting.map((interruptId: string) => ({ interruptResponse: { interruptId, response: true } })),
  );
  for (const { toolUseId, text } of results().slice(before)) console.log(`${toolUseId}: ${text}`);
}
await runtime.close();

/** What the model was told of its calls: what a tool gave, or the reason of a denial. */
function results(): readonly { toolUseId: string; text: string }[] {
  const blocks = agent.messages.flatMap(({ content }) => content);
  return blocks.flatMap((block) => {
    if (block.type !== "toolResultBlock") return [];
    const [first] = block.content;
    const text = first?.type === "textBlock" ? first.text : "";
    const { toolUseId, status } = block;
    return [{ toolUseId, text: status === "error" ? JSON.parse(text).reason : text }];
  });
}
