// An agent of the AI SDK that gives refunds, as far as `policies/refunds.yaml` lets it.
//   node src/ai-sdk.ts         runs it; the third refund needs a human, so the run pauses in run.json
//   node src/ai-sdk.ts carol   carol says yes, and the run goes on
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { capFence } from "@capfence/ai-sdk";
import { ActionRuntime } from "@capfence/core";
import { generateText, isStepCount, type ModelMessage, tool } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { z } from "zod";

const approver = argv[2];
const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml");

const refund = tool({
  description: "Gives money back for an order.",
  inputSchema: z.object({ order: z.string(), amount: z.number() }),
  execute: async ({ amount }) => `refunded ${amount}`,
});

/** The tools, and what keeps them to the policy. */
const fence = capFence(
  { refund },
  {
    runtime,
    agentId: "support-agent",
    sessionId: "ticket-7",
    onBlocked: "message",
    // A real host knows this from who is logged in.
    ...(approver === undefined ? {} : { approver: () => ({ by: approver }) }),
  },
);

if (approver === undefined) {
  const model = scriptedModel([
    { order: "A-1001", amount: 20 },
    { order: "A-1002", amount: 5000 },
    { order: "A-1003", amount: 250 },
  ]);
  const prompt: ModelMessage = { role: "user", content: "Refund the three orders of ticket 7." };
  const run = await generateText({
    model,
    ...fence,
    messages: [prompt],
    stopWhen: isStepCount(4),
  });
  report(run.responseMessages);
  writeFileSync("run.json", JSON.stringify([prompt, ...run.responseMessages]));
} else {
  const messages: ModelMessage[] = JSON.parse(readFileSync("run.json", "utf8"));
  const approvalId = requestIn(messages)?.approvalId ?? "";
  messages.push({
    role: "tool",
    content: [{ type: "tool-approval-response", approvalId, approved: true }],
  });
  const run = await generateText({ model: scriptedModel([]), ...fence, messages });
  report(run.responseMessages);
}

await runtime.close();

/** Prints what became of each refund, as the model reads it. The calls are named after their orders. */
function report(messages: readonly ModelMessage[]): void {
  for (const { role, content } of messages) {
    if (role !== "tool") continue;
    for (const part of content) {
      if (part.type !== "tool-result") continue;
      const { output } = part;
      if (output.type === "text") console.log(`${part.toolCallId}: ${output.value}`);
      if (output.type === "execution-denied")
        console.log(`${part.toolCallId}: ${JSON.parse(output.reason ?? "{}").reason}`);
    }
  }
  const waiting = requestIn(messages);
  if (waiting !== undefined) console.log(`${waiting.toolCallId}: waits for approval`);
}

/** The request for approval that a run waits for. */
function requestIn(messages: readonly ModelMessage[]) {
  const last = messages.at(-1);
  if (last?.role !== "assistant" || typeof last.content === "string") return undefined;
  return last.content.find((part) => part.type === "tool-approval-request");
}

/** Stands in for a model: asks for one refund after the other, then says that it is done. */
function scriptedModel(refunds: { order: string; amount: number }[]) {
  const calls = refunds.map((input) => ({
    type: "tool-call" as const,
    toolCallId: input.order,
    toolName: "refund",
    input: JSON.stringify(input),
  }));
  return new MockLanguageModelV4({
    doGenerate: async () => {
      const call = calls.shift();
      const reason = call === undefined ? "stop" : "tool-calls";
      const tokens = { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 };
      return {
        content: [call ?? { type: "text", text: "done" }],
        finishReason: { unified: reason, raw: reason },
        usage: { inputTokens: tokens, outputTokens: { total: 1, text: 1, reasoning: 0 } },
        warnings: [],
      };
    },
  });
}
