import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

const REVISION = "2026-07-28";

interface Answer {
  readonly result?: {
    readonly resultType?: string;
    readonly requestState?: string;
    readonly inputRequests?: object;
    readonly _meta?: { readonly capfence?: object };
  };
  readonly error?: { readonly code: number };
}

/** The arguments of a call of `pay` that somebody has to approve. */
export const asking = { arguments: { amount: 50 } };

/** What a client brings back for a human who said yes. */
export const said = {
  inputResponses: { capfence: { action: "accept", content: { approve: true } } },
};

/** A server whose tool notes what it is called with, and what it sees of the round before. */
export function bank(paid: unknown[], seen: unknown[] = [], settings: object = {}): McpServer {
  const server = new McpServer({ name: "bank", version: "1.0.0" }, settings);
  server.registerTool(
    "pay",
    { inputSchema: z.object({ amount: z.number() }) },
    (input, context) => {
      seen.push(context.mcpReq.inputResponses, context.mcpReq.requestState());
      paid.push(input);
      return { content: [{ type: "text", text: "paid" }] };
    },
  );
  return server;
}

/** What a server answers to a request as anybody could write it. */
export async function post(
  make: () => McpServer,
  params: object,
  capabilities: object = { elicitation: { form: {} } },
): Promise<Answer> {
  const meta = {
    "io.modelcontextprotocol/protocolVersion": REVISION,
    "io.modelcontextprotocol/clientInfo": { name: "agent", version: "1.0.0" },
    "io.modelcontextprotocol/clientCapabilities": capabilities,
  };
  const request = {
    jsonrpc: "2.0",
    id: 9,
    method: "tools/call",
    params: { name: "pay", ...params, _meta: meta },
  };
  const response = await createMcpHandler(make).fetch(
    new Request("http://bank/mcp", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": REVISION,
        "mcp-method": "tools/call",
        "mcp-name": "pay",
      },
      body: JSON.stringify(request),
    }),
  );
  return (await response.json()) as Answer;
}
