/** A guarded server of version 2 on its process's standard input and output. */
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";
import { guardMcpServer } from "../../src/in-process/guard-server.ts";
import { paymentsRuntime } from "./payments.ts";

const runtime = paymentsRuntime();
const approver = (): { by: string } => ({ by: "carol" });
const options = { runtime, agentId: "agent", onApproval: "pause", approver } as const;

serveStdio(() => {
  const server = guardMcpServer(new McpServer({ name: "bank", version: "1.0.0" }), options);
  server.registerTool("pay", { inputSchema: z.object({ amount: z.number() }) }, ({ amount }) => ({
    content: [{ type: "text", text: `paid ${amount}` }],
  }));
  return server;
});
