import { createMcpHandler, fromJsonSchema, McpServer } from "@modelcontextprotocol/server";
import { expect, test } from "vitest";
import { mirrorHeaders } from "./parameter-headers.ts";

const SCHEMA = {
  type: "object",
  properties: {
    text: { type: "string", "x-mcp-header": "Text" },
    whole: { type: "integer", "x-mcp-header": "Whole" },
    flag: { type: "boolean", "x-mcp-header": "Flag" },
    in: { type: "object", properties: { deep: { type: "string", "x-mcp-header": "Deep" } } },
  },
} as const;

const META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: "s", version: "1.0.0" });
  const inputSchema = fromJsonSchema(SCHEMA as never);
  server.registerTool("tool", { inputSchema }, () => ({
    content: [{ type: "text", text: "ran" }],
  }));
  return server;
});

async function call(input: object, change: Readonly<Record<string, string>> = {}): Promise<string> {
  const params = { name: "tool", arguments: input, _meta: META };
  const headers = mirrorHeaders("tools/call", params as never, SCHEMA);
  const response = await handler.fetch(
    new Request("http://localhost/mcp", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json, text/event-stream",
        "MCP-Protocol-Version": "2026-07-28",
        ...headers,
        ...change,
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
    }),
  );
  return `${response.status} ${await response.text()}`;
}

test.for([
  { text: "plain", whole: 3, flag: true, in: { deep: "x" } },
  { text: "", whole: -0, flag: false },
  { text: " padded " },
  { text: "zürich \u{1F600}" },
  { text: "=?base64?eA==?=" },
  { text: "two\r\nlines\t" },
  { whole: 9_007_199_254_740_991 },
  {},
])("a server of the SDK takes what mirrors the arguments %j", async (input) => {
  const answered = await call(input);
  expect(answered).toMatch(/^200 /);
  expect(answered).toContain("ran");
});

test("a server of the SDK does not take what mirrors something else", async () => {
  expect(await call({ text: "a" }, { "Mcp-Param-Text": "b" })).toMatch(/^400 .*-32020/);
});
