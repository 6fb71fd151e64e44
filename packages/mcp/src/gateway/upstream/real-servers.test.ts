import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { McpServer as McpServer1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { converse } from "../../../test/gateway/http-upstream.ts";
import { ear } from "../../../test/gateway/upstream-ear.ts";
import type { Conversation } from "./conversation.ts";
import { StdioUpstream } from "./stdio-upstream.ts";

const hear = (): void => {};
const info = { name: "test", version: "1" };
const handshake = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: info };
const envelope = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": info,
};

async function listening(
  listener: (...arguments_: Parameters<RequestListener>) => Promise<void>,
): Promise<string> {
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

async function initialized(conversation: Conversation): Promise<void> {
  const request = { id: 0, method: "initialize", params: handshake };
  const { result } = await conversation.request(request, { hear });
  expect(result?.["protocolVersion"]).toBe("2025-11-25");
  await conversation.notify({ method: "notifications/initialized" });
}

async function toolNames(conversation: Conversation, params: object = {}): Promise<unknown> {
  const request = { id: 1, method: "tools/list", params: { ...params } };
  const { result } = await conversation.request(request, { hear });
  return (result?.["tools"] as { name: string }[] | undefined)?.map(({ name }) => name);
}

async function process(era: "legacy" | "modern"): Promise<Conversation> {
  const script = fileURLToPath(
    new URL("../../../test/in-process/stdio-server.ts", import.meta.url),
  );
  const args = ["--conditions=@capfence/source", script];
  const { execPath } = globalThis.process;
  const upstream = new StdioUpstream("bank", { kind: "stdio", command: execPath, args, env: {} });
  onTestFinished(() => upstream.close());
  return upstream.open(era, ear().events);
}

describe("a server made with an SDK", () => {
  it("is spoken with as a process, in the legacy era", async () => {
    const conversation = await process("legacy");
    await initialized(conversation);
    expect(await toolNames(conversation)).toEqual(["pay"]);
  });

  it("is spoken with as a process, in the modern era", async () => {
    const conversation = await process("modern");
    expect(await toolNames(conversation, { _meta: envelope })).toEqual(["pay"]);
  });

  it("is spoken with over HTTP in a session", async () => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => "one" });
    const server = new McpServer1(info, { capabilities: { logging: {} } });
    server.registerTool("look", { inputSchema: { at: z.string() } }, async ({ at }, extra) => {
      await extra.sendNotification({
        method: "notifications/message",
        params: { level: "info", data: at },
      });
      return { content: [{ type: "text", text: at }] };
    });
    await server.connect(transport);
    const url = await listening((request, response) => transport.handleRequest(request, response));
    const { conversation, faults } = await converse(url);
    await initialized(conversation);
    expect(await toolNames(conversation)).toEqual(["look"]);
    const heard: string[] = [];
    const params = { name: "look", arguments: { at: "sky" } };
    const { result } = await conversation.request(
      { id: 2, method: "tools/call", params },
      { hear: ({ message }) => heard.push(message.method) },
    );
    expect(result).toEqual({ content: [{ type: "text", text: "sky" }] });
    expect(heard).toEqual(["notifications/message"]);
    await conversation.close();
    expect(faults).toEqual([]);
  });

  it("is spoken with over HTTP without one, in the modern era", async () => {
    const handler = createMcpHandler(() => {
      const server = new McpServer(info);
      const looks = { inputSchema: z.object({ at: z.string() }) };
      server.registerTool("look", looks, ({ at }) => ({ content: [{ type: "text", text: at }] }));
      return server;
    });
    const url = await listening(async (request, response) => {
      const { method = "", headers } = request;
      const body = Readable.toWeb(request) as ReadableStream;
      const init = { method, headers: headers as Record<string, string>, body, duplex: "half" };
      const answer = await handler.fetch(new Request(url, init as RequestInit));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      await pipeline(Readable.fromWeb(answer.body as never), response);
    });
    const { conversation, faults } = await converse(url, "modern");
    expect(await toolNames(conversation, { _meta: envelope })).toEqual(["look"]);
    const params = { name: "look", arguments: { at: "sky" }, _meta: envelope };
    const { result } = await conversation.request(
      { id: 2, method: "tools/call", params },
      { hear },
    );
    expect(result?.["content"]).toEqual([{ type: "text", text: "sky" }]);
    expect(faults).toEqual([]);
  });
});
