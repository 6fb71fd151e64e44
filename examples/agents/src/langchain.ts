// A LangChain agent gives refunds: small ones at once, large ones when a human says so, very large ones never.
import { readFileSync, writeFileSync } from "node:fs";
import { ActionRuntime } from "@capfence/core";
import { capFenceMiddleware } from "@capfence/langchain/middleware";
import { Command, INTERRUPT, isInterrupted, MemorySaver } from "@langchain/langgraph";
import { AIMessage, createAgent, fakeModel, type HITLRequest, tool, ToolMessage } from "langchain";
import { z } from "zod";

// Who answers; without a name the agent starts from the beginning.
const approver = process.argv[2];

const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml");

const refund = tool(({ amount }) => `refunded ${amount}`, {
  name: "refund",
  description: "Gives a customer money back",
  schema: z.object({ order: z.string(), amount: z.number() }),
});

// In place of a model, so that this runs without a key: it asks for one refund after the other.
function scriptedModel(...orders: readonly (readonly [order: string, amount: number])[]) {
  const model = fakeModel();
  for (const [order, amount] of orders)
    model.respondWithTools([{ name: "refund", args: { order, amount }, id: `call-${order}` }]);
  return model.respond(new AIMessage("That is all."));
}

// A checkpointer keeps what a run has come to. Yours would be in a database; this one is written to a file.
const checkpointer = approver === undefined ? new MemorySaver() : loadThreads("run.json");
const thread = { configurable: { thread_id: "ticket-7" } };

const agent = createAgent({
  model:
    approver === undefined
      ? scriptedModel(["A-1001", 20], ["A-1002", 5000], ["A-1003", 250])
      : scriptedModel(),
  tools: [refund],
  checkpointer,
  middleware: [
    capFenceMiddleware({
      runtime,
      agentId: "support-agent",
      onBlocked: "message",
      onApproval: "pause",
      // Who said it is what your host knows of the human, never what the answer says.
      ...(approver === undefined ? {} : { approver: () => ({ by: approver }) }),
    }),
  ],
});

const state = await agent.invoke(
  approver === undefined
    ? { messages: [{ role: "user", content: "Refund orders A-1001, A-1002 and A-1003, please." }] }
    : new Command({ resume: { decisions: [{ type: "approve" }] } }),
  thread,
);

const answers = state.messages.filter((message) => ToolMessage.isInstance(message));
for (const answer of approver === undefined ? answers : answers.slice(-1))
  console.log(`${answer.tool_call_id.replace("call-", "")}: ${said(answer)}`);
if (isInterrupted<HITLRequest>(state))
  for (const { value } of state[INTERRUPT])
    console.log(`${value?.actionRequests[0]?.args["order"]}: waits for approval`);
if (approver === undefined) saveThreads("run.json", checkpointer);
await runtime.close();

/** What the model reads of a refund: the tool's answer, or the reason of a denial. */
function said({ status, text }: ToolMessage): string {
  return status === "error" ? (JSON.parse(text) as { reason: string }).reason : text;
}

function saveThreads(file: string, { storage, writes }: MemorySaver): void {
  const text = JSON.stringify({ storage, writes }, (_key, value: unknown) =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value,
  );
  writeFileSync(file, text);
}

function loadThreads(file: string): MemorySaver {
  const threads = JSON.parse(readFileSync(file, "utf8"), (_key, value) =>
    typeof value?.base64 === "string" ? new Uint8Array(Buffer.from(value.base64, "base64")) : value,
  ) as Pick<MemorySaver, "storage" | "writes">;
  return Object.assign(new MemorySaver(), threads);
}
