import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import {
  answerTo,
  converse,
  event,
  httpServer,
  stream,
} from "../../../test/gateway/http-upstream.ts";
import { said } from "../../../test/gateway/upstream-ear.ts";
import type { ServerMessage } from "../wire/message.ts";

const hear = (): void => {};

describe("a conversation over HTTP", () => {
  it("keeps JSON answers as the server wrote them", async () => {
    const { url } = await httpServer((_, response) => {
      response.setHeader("content-type", "application/json; charset=utf-8");
      response.end('{"jsonrpc":"2.0","id":"x","result":{ "n": 12345678901234567890 }}');
    });
    const { conversation } = await converse(url);
    const { text } = await conversation.request({ id: "x", method: "tools/list" }, { hear });
    expect(text).toBe('{ "n": 12345678901234567890 }');
  });

  it("hears what comes on the stream of a request, then its answer, however the stream is cut", async () => {
    const { url } = await httpServer((got, response) => {
      const asked = { jsonrpc: "2.0", id: 7, method: "sampling/createMessage", params: {} };
      const notified = { jsonrpc: "2.0", method: "notifications/message", params: { data: "ü🎈" } };
      const text = `: hello\nevent: ping\ndata: {}\n\n${event(notified)}${event(asked)}${event(answerTo(got, { text: "ß" }))}`;
      const bytes = Buffer.from(text.replaceAll("\n", "\r\n"));
      stream(response);
      const send = (at: number): void => {
        if (at === bytes.length) response.end();
        else response.write(bytes.subarray(at, at + 1), () => setImmediate(send, at + 1));
      };
      send(0);
    });
    const { conversation, heard, faults } = await converse(url);
    const mine: ServerMessage[] = [];
    const { result } = await conversation.request(
      { id: 1, method: "tools/call" },
      { hear: (message) => mine.push(message) },
    );
    expect(result).toEqual({ text: "ß" });
    expect(said(mine)).toEqual([
      ["notifications/message", { data: "ü🎈" }],
      ["sampling/createMessage", {}],
    ]);
    expect({ heard, faults }).toEqual({ heard: [], faults: [] });
  });

  it("sends the operator's headers, and those that repeat what is sent", async () => {
    const { url, got } = await httpServer((request) => answerTo(request));
    const { conversation } = await converse(url, "modern", { Authorization: "Bearer secret" });
    const params = { name: "pay", arguments: { region: "eu" } };
    const region = { type: "string", "x-mcp-header": "Region" };
    const inputSchema = { type: "object", properties: { region } };
    await conversation.request({ id: 1, method: "tools/call", params }, { hear, inputSchema });
    await conversation.request({ id: 2, method: "resources/read", params: { uri: "ü" } }, { hear });
    expect(got[0]?.headers).toEqual({
      authorization: "Bearer secret",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": "pay",
      "mcp-param-region": "eu",
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
      "content-length": expect.any(String),
      host: new URL(url).host,
      connection: "keep-alive",
    });
    expect(got[1]?.headers["mcp-name"]).toBe("=?base64?w7w=?=");
  });

  it("has no session, stream or farewell in the modern era", async () => {
    const { url, got } = await httpServer((request, response) => {
      response.setHeader("mcp-session-id", "s");
      return answerTo(request, { protocolVersion: "1" });
    });
    const { conversation } = await converse(url, "modern");
    await conversation.request({ id: 1, method: "initialize" }, { hear });
    conversation.listen();
    await conversation.request({ id: 2, method: "server/discover" }, { hear });
    await conversation.close();
    expect(got.map(({ method }) => method)).toEqual(["POST", "POST"]);
    expect(got[1]?.headers["mcp-session-id"]).toBeUndefined();
    expect(got[1]?.headers["mcp-protocol-version"]).toBe("2026-07-28");
  });

  it("gives errors with an HTTP status as answers, with or without their id", async () => {
    const error = { code: -32_020, message: "headers differ" };
    const { url } = await httpServer(({ message }, response) => {
      response.statusCode = 400;
      return { jsonrpc: "2.0", id: message.method === "named" ? message.id : null, error };
    });
    const { conversation } = await converse(url, "modern");
    for (const method of ["named", "nameless"]) {
      const answer = await conversation.request({ id: 1, method }, { hear });
      expect(answer).toEqual({ error, status: 400, text: JSON.stringify(error) });
    }
  });

  it.each([401, 403])(
    "says that the credentials are refused, not that the client's are: %i",
    async (status) => {
      const { url } = await httpServer((_, response) => {
        response.writeHead(status, { "www-authenticate": "Bearer" }).end("bad token: secret");
      });
      const { conversation } = await converse(url, "legacy", { authorization: "Bearer secret" });
      expect(await conversation.request({ id: 1, method: "tools/list" }, { hear })).toEqual({
        error: { code: -32_603, message: "the server refuses the gateway's credentials" },
      });
    },
  );

  it("leaves nothing on the signal", async () => {
    const { url } = await httpServer((got) => answerTo(got));
    const { conversation } = await converse(url);
    const { signal } = new AbortController();
    await conversation.request({ id: 1, method: "tools/list" }, { hear, signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("uses its connections again", async () => {
    const ports = new Set<number | undefined>();
    const { url } = await httpServer((got, response) => {
      ports.add(response.socket?.remotePort);
      if (got.message.method === "json") return answerTo(got);
      return stream(response).end(event(answerTo(got)));
    });
    const { conversation } = await converse(url);
    for (const method of ["json", "sse", "json", "sse"]) {
      await conversation.request({ id: 1, method }, { hear });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(ports.size).toBe(1);
  });
});
