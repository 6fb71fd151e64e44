import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** A message of a client, as far as this server reads it. */
interface Message {
  readonly id?: number;
  readonly method: string;
  readonly params: { readonly name?: string; readonly protocolVersion?: string };
}

const TOOLS = ["read", "write", "quit", "unmapped"].map((name) => ({
  name,
  inputSchema: { type: "object" },
}));

const UNKNOWN = { code: -32601, message: "method not found" };

/** An MCP server that notes in the file `NOTES` what it was called for, and ends when it is called to. */
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line) as Message;
  const answers: Readonly<Record<string, unknown>> = {
    initialize: {
      protocolVersion: params?.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: "notes", version: "1" },
    },
    "tools/list": { tools: TOOLS },
    "tools/call": { content: [{ type: "text", text: process.env["SECRET"] ?? "no secret" }] },
  };
  if (method === "tools/call") appendFileSync(process.env["NOTES"] ?? "", `${params.name}\n`);
  if (params?.name === "quit") process.exit(7);
  const result = answers[method];
  if (id !== undefined && result !== undefined)
    console.log(JSON.stringify({ jsonrpc: "2.0", id, result }));
  else if (id !== undefined) console.log(JSON.stringify({ jsonrpc: "2.0", id, error: UNKNOWN }));
}
