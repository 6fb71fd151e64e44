// A support agent on LangGraph whose refunds a policy judges. Run it, then run it again with the name of who approves.
import { readFileSync, writeFileSync } from "node:fs";
import { ActionRuntime } from "@capfence/core";
import { CapFenceToolNode } from "@capfence/langgraph";
import { AIMessage, ToolMessage } from "@langchain/core/messages";
import { fakeModel } from "@langchain/core/testing";
import { tool } from "@langchain/core/tools";
import {
  Command,
  isInterrupted,
  MemorySaver,
  MessagesAnnotation,
  START,
  StateGraph,
} from "@langchain/langgraph";
import { toolsCondition } from "@langchain/langgraph/prebuilt";
import { z } from "zod";

const [, , approver] = process.argv;
const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml");

const refund = tool(({ amount }) => `refunded ${amount}`, {
  name: "refund",
  description: "Gives money back for an order.",
  schema: z.object({ order: z.string(), amount: z.number() }),
});

const tools = new CapFenceToolNode([refund], {
  runtime,
  agentId: "support-agent",
  onBlocked: "message",
  onApproval: "pause",
  // Your host knows who has answered; here it is whoever started this program.
  approver: () => (approver === undefined ? undefined : { by: approver }),
});

// Stands in for a model: it makes these calls, one after the other.
const model = fakeModel();
const asked = [
  { order: "A-1001", amount: 20 },
  { order: "A-1002", amount: 5000 },
  { order: "A-1003", amount: 250 },
];
if (approver === undefined)
  for (const args of asked) model.respondWithTools([{ name: "refund", args, id: args.order }]);
model.respond(new AIMessage("done"));

// The thread's state: a real agent keeps it in a database.
const saver = new MemorySaver();
const graph = new StateGraph(MessagesAnnotation)
  .addNode("agent", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
  .addNode("tools", tools)
  .addEdge(START, "agent")
  .addConditionalEdges("agent", toolsCondition)
  .addEdge("tools", "agent")
  .compile({ checkpointer: saver });
const config = { configurable: { thread_id: "ticket-7" } };

if (approver === undefined) {
  const state = await graph.invoke(
    { messages: [{ role: "user", content: "three refunds" }] },
    config,
  );
  print(state.messages);
  if (isInterrupted(state)) console.log("A-1003: waits for approval");
  const held = { storage: saver.storage, writes: saver.writes };
  writeFileSync("run.json", JSON.stringify(held, bytesAsText));
} else {
  Object.assign(saver, JSON.parse(readFileSync("run.json", "utf8"), textAsBytes));
  const resume = { decisions: [{ type: "approve" }] };
  const state = await graph.invoke(new Command({ resume }), config);
  print(state.messages.slice(-2));
}
await runtime.close();

/** Prints what became of each call. */
function print(messages: readonly unknown[]): void {
  for (const message of messages) {
    if (!ToolMessage.isInstance(message)) continue;
    const denied = message.status === "error";
    const outcome = denied ? JSON.parse(message.text).reason : message.text;
    console.log(`${message.tool_call_id}: ${outcome}`);
  }
}

function bytesAsText(_key: string, value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  return { base64: Buffer.from(value).toString("base64") };
}

function textAsBytes(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("base64" in value)) return value;
  return new Uint8Array(Buffer.from(String(value.base64), "base64"));
}
