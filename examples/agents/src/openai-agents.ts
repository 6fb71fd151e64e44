// An agent of the OpenAI Agents SDK that gives refunds: small ones at once, larger ones once a human says so.
import { readFileSync, writeFileSync } from "node:fs";
import { ActionRuntime } from "@capfence/core";
import { guardAgent, guardRunner } from "@capfence/openai-agents";
import { Agent, type RunItem, Runner, RunState, setTracingDisabled, tool } from "@openai/agents";
import { assistantMessage, functionCall, ScriptedModel } from "@openai/agents/testing";
import { z } from "zod";

setTracingDisabled(true);

const [approver] = process.argv.slice(2);
const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml");
const options = {
  runtime,
  agentId: "support-agent",
  sessionId: "ticket-7",
  onBlocked: "message",
  onApproval: "pause",
  // Whom your host has authenticated: here, who has started the second process.
  approver: () => (approver === undefined ? undefined : { by: approver }),
} as const;

const refund = tool({
  name: "refund",
  description: "Gives back money for an order.",
  parameters: z.object({ order: z.string(), amount: z.number() }),
  execute: ({ amount }) => `refunded ${amount}`,
});

// In place of a model of OpenAI: it asks for three refunds, one after the other.
const asking = (order: string, amount: number) => [
  functionCall("refund", { order, amount }, { callId: order }),
];
const model = new ScriptedModel(
  approver === undefined
    ? [asking("A-1001", 20), asking("A-1002", 5000), asking("A-1003", 250)]
    : [[assistantMessage("All done.")]],
);

const agent = guardAgent(new Agent({ name: "support", model, tools: [refund] }), options);
const runner = guardRunner(new Runner(), options);

if (approver === undefined) {
  const paused = await runner.run(agent, "Refund the orders of ticket 7.");
  for (const item of paused.newItems) printOutput(item);
  for (const item of paused.interruptions) console.log(`${callIdOf(item)}: waits for approval`);
  writeFileSync("run.json", paused.state.toString());
} else {
  const state = await RunState.fromString(agent, readFileSync("run.json", "utf8"));
  const waiting = state.getInterruptions();
  for (const item of waiting) state.approve(item);
  const { newItems } = await runner.run(agent, state);
  const approved = new Set(waiting.map((item) => callIdOf(item)));
  for (const item of newItems) printOutput(item, approved);
}

await runtime.close();

/** Prints what calls gave the model, or why they were denied. */
function printOutput(item: RunItem, calls?: ReadonlySet<string | undefined>): void {
  if (item.type !== "tool_call_output_item") return;
  const callId = callIdOf(item);
  if (calls !== undefined && !calls.has(callId)) return;
  const output = String(item.output);
  const said = output.startsWith("{") ? (JSON.parse(output) as { reason: string }).reason : output;
  console.log(`${callId}: ${said}`);
}

function callIdOf({ rawItem }: { readonly rawItem: object }): string | undefined {
  return "callId" in rawItem ? String(rawItem.callId) : undefined;
}
