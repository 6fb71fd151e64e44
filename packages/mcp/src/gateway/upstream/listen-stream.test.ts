import { describe, expect, it } from "vitest";
import {
  answerTo,
  converse,
  event,
  httpServer,
  stream,
} from "../../../test/gateway/http-upstream.ts";
import { said } from "../../../test/gateway/upstream-ear.ts";

const hear = (): void => {};
const changed = { jsonrpc: "2.0", method: "notifications/tools/list_changed" };

describe("listening to a server", () => {
  it("hears what belongs to no request, and goes on after the last event when the stream ends", async () => {
    const { url, got } = await httpServer(({ headers }, response) => {
      stream(response);
      if (headers["last-event-id"] === "e1")
        response.write(event({ ...changed, params: {} }, "e2"));
      else response.end(`retry: 1\n${event(changed, "e1")}`);
    });
    const { conversation, heard, faults } = await converse(url);
    conversation.listen();
    conversation.listen();
    await expect
      .poll(() => said(heard))
      .toEqual([
        ["notifications/tools/list_changed", undefined],
        ["notifications/tools/list_changed", {}],
      ]);
    expect(got.map(({ method }) => method)).toEqual(["GET", "GET"]);
    expect(faults).toEqual([]);
    await conversation.close();
  });

  it("takes no answer from there", async () => {
    const { url } = await httpServer((got, response) => {
      if (got.method === "GET")
        stream(response).write(event({ jsonrpc: "2.0", id: 1, result: {} }));
    });
    const { conversation, faults } = await converse(url);
    let answered = false;
    const call = conversation.request({ id: 1, method: "tools/call" }, { hear });
    void call.then(() => (answered = true)).catch(hear);
    conversation.listen();
    await expect.poll(() => faults).toEqual(["an answer has an id that nothing waits for"]);
    expect(answered).toBe(false);
  });

  it("ends where the server has no such stream", async () => {
    const { url, got } = await httpServer((_, response) => void response.writeHead(405).end());
    const { conversation, faults } = await converse(url);
    conversation.listen();
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(got).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it("tries again where the server fails", async () => {
    let failures = 1;
    const { url } = await httpServer((_, response) => {
      if (failures-- > 0) response.writeHead(500).end();
      else stream(response).write(event(changed));
    });
    const { conversation, heard, faults } = await converse(url);
    conversation.listen();
    await expect.poll(() => heard.length, { timeout: 5000 }).toBe(1);
    expect(faults).toEqual(["the server does not open its stream (HTTP 500)"]);
  });

  it("ends with the session", async () => {
    const { url, got } = await httpServer((request, response) => {
      if (request.method === "GET") return void response.writeHead(404).end();
      response.setHeader("mcp-session-id", "s");
      return answerTo(request, { protocolVersion: "2025-11-25" });
    });
    const { conversation, ends, faults } = await converse(url);
    await conversation.request({ id: 0, method: "initialize" }, { hear });
    conversation.listen();
    await expect.poll(() => ends).toEqual(["the server has ended the session"]);
    await conversation.close();
    expect(got).toHaveLength(2);
    expect(faults).toEqual([]);
  });
});
