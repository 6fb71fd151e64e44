import type { SuiteTool, TransferInput } from "@capfence/testkit";
import {
  fromJsonSchema,
  McpServer as McpServer2,
  Server as Server2,
} from "@modelcontextprotocol/server";
import { Server as Server1 } from "@modelcontextprotocol/sdk/server/index.js";
import { McpServer as McpServer1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";

const INFO = { name: "bank", version: "1.0.0" };
const TOOLS = { capabilities: { tools: {} } };
const shape = { amount: z.number(), to: z.string(), tags: z.array(z.string()) };

function asText(text: string): { content: { type: "text"; text: string }[] } {
  return { content: [{ type: "text", text }] };
}

const listed = ({ name, description, inputSchema }: SuiteTool): object => ({
  tools: [{ name, description, inputSchema }],
});

/** A server of version 1 that is told nothing of tools yet, and how it is. */
export const version1 = {
  make: (): McpServer1 => new McpServer1(INFO),
  register(server: McpServer1, { name, description, run }: SuiteTool): void {
    server.registerTool(name, { description, inputSchema: shape }, async (input, { signal }) =>
      asText(await run(input, signal)),
    );
  },
};

export const lowLevel1 = {
  make: (): Server1 => new Server1(INFO, TOOLS),
  register(server: Server1, tool: SuiteTool): void {
    server.setRequestHandler(ListToolsRequestSchema, () => listed(tool) as never);
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) =>
      asText(await tool.run(params.arguments as unknown as TransferInput, signal)),
    );
  },
};

export const version2 = {
  make: (): McpServer2 => new McpServer2(INFO),
  register(server: McpServer2, { name, description, inputSchema, run }: SuiteTool): void {
    const schema = fromJsonSchema<TransferInput>(inputSchema);
    server.registerTool(name, { description, inputSchema: schema }, async (input, context) =>
      asText(await run(input, context.mcpReq.signal)),
    );
  },
};

export const lowLevel2 = {
  make: (): Server2 => new Server2(INFO, TOOLS),
  register(server: Server2, tool: SuiteTool): void {
    server.setRequestHandler("tools/list", () => listed(tool) as never);
    server.setRequestHandler("tools/call", async ({ params }, context) =>
      asText(await tool.run(params.arguments as unknown as TransferInput, context.mcpReq.signal)),
    );
  },
};
