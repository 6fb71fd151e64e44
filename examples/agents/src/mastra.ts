/** A support agent of Mastra that gives refunds: small ones at once, large ones once somebody has said yes. */
import { readFile, writeFile } from "node:fs/promises";
import { ActionRuntime } from "@capfence/core";
import { guardTools } from "@capfence/mastra";
import { Mastra } from "@mastra/core";
import { Agent, type AgentConfig } from "@mastra/core/agent";
import { InMemoryStore } from "@mastra/core/storage";
import { createTool, isValidationError } from "@mastra/core/tools";
import { z } from "zod";

process.env["MASTRA_TELEMETRY_DISABLED"] = "1";

const refund = createTool({
  id: "refund",
  description: "Pays back what a customer has paid for an order.",
  inputSchema: z.object({ order: z.string(), amount: z.number() }),
  execute: async ({ amount }) => `refunded ${amount}`,
});

// Who answers is for the host to say; here it is whoever starts the second stage.
const [, , human] = process.argv;
const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml");
const tools = guardTools(
  { refund },
  {
    runtime,
    agentId: "support-agent",
    sessionId: "ticket-7",
    onBlocked: "message",
    onApproval: "pause",
    approver: () => (human === undefined ? undefined : { by: human }),
  },
);

// In production this is a database; what it keeps of the paused run is written to a file below.
const storage = new InMemoryStore();
const agent = new Agent({
  id: "support",
  name: "support",
  instructions: "Help the customer.",
  model: scriptedModel([
    { order: "A-1001", amount: 20 },
    { order: "A-1002", amount: 5000 },
    { order: "A-1003", amount: 250 },
  ]),
  tools,
});
const support = new Mastra({ agents: { support: agent }, storage, logger: false }).getAgent(
  "support",
);

if (human === undefined) {
  const run = await support.generate("Refund A-1001, A-1002 and A-1003.");
  for (const { payload } of run.toolResults) show(payload);
  const { suspendPayload, runId } = run;
  if (run.finishReason === "suspended")
    console.log(`${suspendPayload.args.order}: waits for approval`);
  const workflows = await storage.getStore("workflows");
  const { runs } = (await workflows?.listWorkflowRuns()) ?? { runs: [] };
  const paused = { runId, toolCallId: suspendPayload.toolCallId, runs };
  await writeFile("run.json", JSON.stringify(paused));
} else {
  const { runId, toolCallId, runs } = JSON.parse(await readFile("run.json", "utf8"));
  const workflows = await storage.getStore("workflows");
  for (const run of runs) await workflows?.persistWorkflowSnapshot(run);
  const run = await support.approveToolCallGenerate({ runId, toolCallId });
  const last = run.toolResults.at(-1);
  if (last !== undefined) show(last.payload);
}
await runtime.close();

/** One line of what a call gave, or of why it was denied. */
function show({ args, result }: { readonly args?: unknown; readonly result: unknown }): void {
  const { order } = args as { readonly order: string };
  console.log(
    `${order}: ${isValidationError(result) ? JSON.parse(result.message).reason : result}`,
  );
}

/** A model that makes one of these calls in each turn, and then says that it is done. */
function scriptedModel(calls: readonly object[]): AgentConfig["model"] {
  const model = {
    specificationVersion: "v2",
    provider: "scripted",
    modelId: "scripted",
    supportedUrls: {},
    async doGenerate({ prompt }: { readonly prompt: readonly { readonly role: string }[] }) {
      const turn = prompt.filter(({ role }) => role === "tool").length;
      const input = JSON.stringify(calls[turn]);
      const call = { type: "tool-call", toolCallId: `call-${turn}`, toolName: "refund", input };
      return {
        content: [turn < calls.length ? call : { type: "text", text: "Done." }],
        finishReason: turn < calls.length ? "tool-calls" : "stop",
        usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
        warnings: [],
      };
    },
  };
  return model as unknown as AgentConfig["model"];
}
