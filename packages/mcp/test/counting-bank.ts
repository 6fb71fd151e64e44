// A bank on standard input and output that writes every call of `pay` it gets as a line to the file that is named.
import { appendFileSync } from "node:fs";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

const [, , file] = process.argv;
if (file === undefined) throw new Error("name the file for the calls");

serveStdio(() => {
  const server = new McpServer({ name: "bank", version: "1.0.0" });
  const inputSchema = z.object({ amount: z.number(), to: z.string() });
  server.registerTool("pay", { description: "Pays somebody.", inputSchema }, (call) => {
    appendFileSync(file, `${JSON.stringify(call)}\n`);
    return { content: [{ type: "text", text: `paid ${call.amount} to ${call.to}` }] };
  });
  return server;
});
