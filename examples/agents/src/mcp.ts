/** A support agent whose tool is an MCP server's, guarded in the server. Run it, then run it again with your name. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ActionRuntime } from "@capfence/core";
import { guardMcpServer } from "@capfence/mcp";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createMcpHandler, createRequestStateCodec, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

const approver = process.argv[2];
const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml");

// The server's own secret, the same in each of its processes: with it the server knows the questions it has asked.
if (!existsSync("state.key")) writeFileSync("state.key", randomBytes(32), { mode: 0o600 });
const requestState = createRequestStateCodec({ key: readFileSync("state.key") });

/** The server: one for each request, as the protocol of 2026-07-28 has no connections. */
function refunds(): McpServer {
  const server = new McpServer({ name: "refunds", version: "1.0.0" });
  server.registerTool(
    "refund",
    {
      description: "Gives a customer money back.",
      inputSchema: z.object({ order: z.string(), amount: z.number() }),
    },
    ({ amount }) => ({ content: [{ type: "text", text: `refunded ${amount}` }] }),
  );
  return guardMcpServer(server, {
    runtime,
    agentId: "support-agent",
    sessionId: "ticket-7",
    onBlocked: "message",
    onApproval: "pause",
    requestState,
    // A server on the network would look up who is logged in.
    approver: () => (approver === undefined ? undefined : { by: approver }),
  });
}

/** The agent's side. */
const handler = createMcpHandler(refunds);
const client = new Client(
  { name: "support-agent", version: "1.0.0" },
  { capabilities: { elicitation: {} }, versionNegotiation: { mode: "auto" } },
);
await client.connect(
  new StreamableHTTPClientTransport(new URL("http://refunds/mcp"), {
    fetch: (url, init) => handler.fetch(new Request(url, init)),
  }),
);

type Refund = { order: string; amount: number };
type Result = { isError?: boolean | undefined; resultType?: string; requestState?: string };

/** Calls the tool as a model would, and says what came of it; a call that is paused is kept in `run.json`. */
async function call(refund: Refund, resumed: object = {}): Promise<string> {
  const params = { name: "refund", arguments: refund, ...resumed };
  const result: Result = await client.callTool(params, { allowInputRequired: true });
  if (result.resultType === "input_required") {
    writeFileSync("run.json", JSON.stringify({ refund, requestState: result.requestState }));
    return "waits for approval";
  }
  const [{ text = "" } = {}] = (result as { content?: { text?: string }[] }).content ?? [];
  return result.isError === true ? (JSON.parse(text) as { reason: string }).reason : text;
}

if (approver === undefined) {
  const script: readonly Refund[] = [
    { order: "A-1001", amount: 20 },
    { order: "A-1002", amount: 5000 },
    { order: "A-1003", amount: 250 },
  ];
  for (const refund of script) console.log(`${refund.order}: ${await call(refund)}`);
} else {
  const { refund, requestState: state } = JSON.parse(readFileSync("run.json", "utf8")) as {
    refund: Refund;
    requestState: string;
  };
  // What a client sends once its user has filled in the form.
  const answer = { action: "accept", content: { approve: true } };
  const resumed = { inputResponses: { capfence: answer }, requestState: state };
  console.log(`${refund.order}: ${await call(refund, resumed)}`);
}

await client.close();
await handler.close();
await runtime.close();
