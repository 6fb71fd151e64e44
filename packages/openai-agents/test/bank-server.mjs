// An MCP server with one tool, on standard input and output.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "bank", version: "1.0.0" });
const inputSchema = { amount: z.number(), to: z.string() };
let runs = 0;
server.registerTool("pay", { description: "Pays somebody.", inputSchema }, ({ amount }) => {
  runs += 1;
  return { content: [{ type: "text", text: `paid ${amount}, run ${runs}` }] };
});
await server.connect(new StdioServerTransport());
