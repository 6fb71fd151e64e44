import { describe, expect, it } from "vitest";
import {
  answerTo,
  converse,
  httpServer,
  stream,
  type Handler,
} from "../../../test/gateway/http-upstream.ts";
import { AnswerLost, RequestNotSent } from "./conversation.ts";

const hear = (): void => {};

/** A server with a session, whose requests a test answers. */
function withSession(handler: Handler): Handler {
  return (got, response) => {
    if (got.message.method !== "initialize") return handler(got, response);
    response.setHeader("mcp-session-id", "session-1");
    return answerTo(got, { protocolVersion: "2025-06-18" });
  };
}

describe("a session over HTTP", () => {
  it("is kept, with the version that was agreed, and deleted in the end", async () => {
    const { url, got } = await httpServer(
      withSession((request, response) => {
        if (request.message.id !== undefined) return answerTo(request);
        return response.writeHead(202).end();
      }),
    );
    const { conversation, ends } = await converse(url);
    await conversation.request({ id: 0, method: "initialize" }, { hear });
    await conversation.notify({ method: "notifications/initialized" });
    await conversation.request({ id: 1, method: "tools/list" }, { hear });
    await conversation.answer("ask", { result: { roots: [] } });
    await conversation.close();
    const headers = ["mcp-session-id", "mcp-protocol-version"] as const;
    expect(got.map((one) => [one.method, ...headers.map((name) => one.headers[name])])).toEqual([
      ["POST", undefined, undefined],
      ["POST", "session-1", "2025-06-18"],
      ["POST", "session-1", "2025-06-18"],
      ["POST", "session-1", "2025-06-18"],
      ["DELETE", "session-1", "2025-06-18"],
    ]);
    expect(got[3]?.message).toEqual({ jsonrpc: "2.0", id: "ask", result: { roots: [] } });
    expect(ends).toEqual([]);
    const after = conversation.request({ id: 2, method: "tools/list" }, { hear });
    await expect(after).rejects.toThrow(RequestNotSent);
    expect(got).toHaveLength(5);
  });

  it("is over when the server does not know it any more: nothing was done, and nothing is sent", async () => {
    const { url, got } = await httpServer(
      withSession((_, response) => {
        response.statusCode = 404;
        return { jsonrpc: "2.0", id: null, error: { code: -32_001, message: "no session" } };
      }),
    );
    const { conversation, ends } = await converse(url);
    await conversation.request({ id: 0, method: "initialize" }, { hear });
    for (let time = 0; time < 2; time += 1) {
      const call = conversation.request({ id: 1, method: "tools/call" }, { hear });
      await expect(call).rejects.toThrow(new RequestNotSent("the server has ended the session"));
    }
    await conversation.close();
    expect(ends).toEqual(["the server has ended the session"]);
    expect(got).toHaveLength(2);
  });

  it("tells the server of a request that nobody waits for", async () => {
    const { url, got } = await httpServer(
      withSession((request, response) => {
        if (request.message.id === undefined) response.writeHead(202).end();
        else stream(response).flushHeaders();
      }),
    );
    const { conversation } = await converse(url);
    await conversation.request({ id: 0, method: "initialize" }, { hear });
    const abort = new AbortController();
    const call = conversation.request(
      { id: 9, method: "tools/call" },
      { hear, signal: abort.signal },
    );
    const lost = call.catch((reason: unknown) => reason);
    await expect.poll(() => got.length).toBe(2);
    abort.abort();
    expect(await lost).toBeInstanceOf(AnswerLost);
    await expect
      .poll(() => got[2]?.message)
      .toMatchObject({
        method: "notifications/cancelled",
        params: { requestId: 9 },
      });
  });

  it("loses what is under way when it is closed", async () => {
    const { url, got } = await httpServer(() => {});
    const { conversation } = await converse(url);
    const call = conversation.request({ id: 1, method: "tools/call" }, { hear });
    const lost = call.catch((reason: unknown) => reason);
    await expect.poll(() => got.length).toBe(1);
    await conversation.close();
    expect(await lost).toBeInstanceOf(AnswerLost);
  });

  it("does not accept a notification that the server refuses", async () => {
    const { url } = await httpServer((_, response) => void response.writeHead(500).end());
    const { conversation } = await converse(url);
    const notified = conversation.notify({ method: "notifications/initialized" });
    await expect(notified).rejects.toThrow(
      new RequestNotSent("the server does not accept it (HTTP 500)"),
    );
  });
});
