/** A support agent of the Claude Agent SDK. Start it; then start it again with the name of who approves. */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { createSdkMcpServer, type Options, query, tool } from "@anthropic-ai/claude-agent-sdk";
import { type ClaudeGuardOptions, guardQuery, guardTool } from "@capfence/claude-agent-sdk";
import { ActionRuntime } from "@capfence/core";
import { z } from "zod";

const [approver] = process.argv.slice(2);

// 1. A tool behind a guard, and a `query` whose every tool call is judged, Claude Code's own tools included.
const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml");
const paused =
  approver === undefined ? undefined : (JSON.parse(readFileSync("run.json", "utf8")) as Paused);
const guard: ClaudeGuardOptions = {
  runtime,
  agentId: "support-agent",
  sessionId: "ticket-7",
  onBlocked: "message",
  onApproval: "pause",
  ...(approver === undefined ? {} : { approver: () => ({ by: approver }) }),
  ...(paused === undefined ? {} : { answers: { [paused.call]: { approved: true } } }),
};
const refund = tool(
  "refund",
  "Gives money back for an order.",
  { order: z.string(), amount: z.number() },
  async ({ amount }) => ({ content: [{ type: "text", text: `refunded ${amount}` }] }),
);
const shop = createSdkMcpServer({ name: "shop", tools: [guardTool(refund, guard)] });
const guardedQuery = guardQuery(query, guard);

/** A run that waits for a human: its session, which Claude Code keeps in a file, and its deferred call. */
interface Paused {
  readonly session: string;
  readonly call: string;
}

// 2. A model that wants to make three refunds, one after the other. Yours is Claude.
const orders = { "A-1001": 20, "A-1002": 5000, "A-1003": 250 };
const steps = Object.entries(paused === undefined ? orders : {}).values();
const model = createServer((request, response) => {
  request.resume().on("end", () => {
    const [order, amount] = steps.next().value ?? [];
    const call = { type: "tool_use", id: `toolu_${order}`, name: "mcp__shop__refund", input: {} };
    const json = { type: "input_json_delta", partial_json: JSON.stringify({ order, amount }) };
    const message = { id: "msg_1", type: "message", role: "assistant", model: "none", content: [] };
    const usage = { input_tokens: 1, output_tokens: 1 };
    const events = [
      { type: "message_start", message: { ...message, usage } },
      { type: "content_block_start", index: 0, content_block: order ? call : TEXT },
      {
        type: "content_block_delta",
        index: 0,
        delta: order ? json : { ...TEXT, type: "text_delta" },
      },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: order ? "tool_use" : "end_turn" }, usage },
      { type: "message_stop" },
    ];
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of events)
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  });
});
const TEXT = { type: "text", text: "That is all." };
await new Promise<void>((listening) => model.listen(0, "127.0.0.1", listening));
const { port } = model.address() as AddressInfo;

// 3. The agent, which may use its tools unasked, as far as the policy goes. Its home is `claude`, here.
const options: Options = {
  mcpServers: { shop },
  tools: [],
  allowedTools: ["mcp__shop__refund"],
  settingSources: [],
  env: {
    PATH: process.env["PATH"],
    HOME: resolve("claude"),
    CLAUDE_CONFIG_DIR: resolve("claude"),
    ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
    ANTHROPIC_API_KEY: "none",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  },
  ...(paused === undefined ? {} : { resume: paused.session }),
};
for await (const message of guardedQuery({ prompt: "Do what the ticket asks.", options })) {
  const content = message.type === "user" ? message.message.content : [];
  for (const block of typeof content === "string" ? [] : content)
    if (block.type === "tool_result") console.log(`${block.tool_use_id.slice(6)}: ${told(block)}`);
  if (message.type !== "result" || message.subtype !== "success") continue;
  const call =
    message.terminal_reason === "tool_deferred" ? message.deferred_tool_use?.id : undefined;
  if (call === undefined) continue;
  writeFileSync("run.json", JSON.stringify({ session: message.session_id, call } satisfies Paused));
  console.log(`${call.slice(6)}: waits for approval`);
}
model.close();
await runtime.close();

/** What the model is told of a call: the tool's answer, or why it was blocked. */
function told({ content, is_error: isError }: { content?: unknown; is_error?: boolean }): string {
  const [{ text } = { text: content }] = (Array.isArray(content) ? content : []) as {
    text: unknown;
  }[];
  return isError === true ? (JSON.parse(String(text)) as { reason: string }).reason : String(text);
}
