import { describe, expect, it } from "vitest";
import {
  answerTo,
  converse,
  event,
  type Got,
  httpServer,
  stream,
} from "../../../test/gateway/http-upstream.ts";
import { said } from "../../../test/gateway/upstream-ear.ts";
import type { ServerMessage } from "../wire/message.ts";
import { AnswerLost } from "./conversation.ts";

const hear = (): void => {};
const call = { id: 1, method: "tools/call" } as const;

function note(data: string): object {
  return { jsonrpc: "2.0", method: "notifications/message", params: { data } };
}

describe("a stream that ends without the answer", () => {
  it("is taken up after its last event, as often as the server closes it", async () => {
    let asked: Got;
    const { url, got } = await httpServer((request, response) => {
      stream(response);
      switch (request.headers["last-event-id"]) {
        case undefined:
          asked = request;
          response.write("id: e0\nretry: 20\ndata:\n\n");
          response.end(event(note("one"), "e1"));
          break;
        case "e1":
          response.write(event(note("two"), "e2"));
          setTimeout(() => response.destroy(), 20);
          break;
        default:
          response.end(event(answerTo(asked, { done: true }), "e3"));
      }
    });
    const { conversation, faults } = await converse(url);
    const mine: ServerMessage[] = [];
    const pauses: unknown[] = [];
    const { result } = await conversation.request(call, {
      hear: (message) => mine.push(message),
      pause: (retry) => pauses.push(retry),
    });
    expect(result).toEqual({ done: true });
    expect(said(mine).map(([, params]) => params)).toEqual([{ data: "one" }, { data: "two" }]);
    expect(pauses).toEqual([20, 20]);
    expect(got.map(({ method, headers }) => [method, headers["last-event-id"]])).toEqual([
      ["POST", undefined],
      ["GET", "e1"],
      ["GET", "e2"],
    ]);
    expect(faults).toEqual([]);
  });

  it("is taken up for as long as anything comes", async () => {
    let asked: Got;
    const { url, got } = await httpServer((request, response) => {
      if (request.method === "POST") asked = request;
      const place = Number(request.headers["last-event-id"] ?? 0);
      const message = place < 9 ? note("on") : answerTo(asked, { done: true });
      stream(response).end(`retry: 10\n${event(message, String(place + 1))}`);
    });
    const { conversation } = await converse(url);
    expect((await conversation.request(call, { hear })).result).toEqual({ done: true });
    expect(got).toHaveLength(10);
  });

  it("is lost where its events have no ids", async () => {
    const { url, got } = await httpServer((_, response) =>
      stream(response).end(event(note("one"))),
    );
    const { conversation } = await converse(url);
    await expect(conversation.request(call, { hear })).rejects.toThrow(
      new AnswerLost("the server's stream ended without the answer"),
    );
    expect(got).toHaveLength(1);
  });

  it("is lost in the modern era", async () => {
    const { url, got } = await httpServer((_, response) =>
      stream(response).end(event(note("one"), "e1")),
    );
    const { conversation } = await converse(url, "modern");
    await expect(conversation.request(call, { hear })).rejects.toThrow(AnswerLost);
    expect(got).toHaveLength(1);
  });

  it("is lost when the server never goes on", async () => {
    const { url, got } = await httpServer(({ method }, response) => {
      if (method === "GET") response.writeHead(503).end();
      else stream(response).end(`retry: 10\n${event(note("one"), "e1")}`);
    });
    const { conversation } = await converse(url);
    await expect(conversation.request(call, { hear })).rejects.toThrow(
      new AnswerLost("the server's stream cannot be taken up again"),
    );
    expect(got).toHaveLength(6);
  });

  it("is lost at once when the server resumes nothing", async () => {
    const { url, got } = await httpServer(({ method }, response) => {
      if (method === "GET") response.writeHead(405).end();
      else stream(response).end(`retry: 10\n${event(note("one"), "e1")}`);
    });
    const { conversation } = await converse(url);
    await expect(conversation.request(call, { hear })).rejects.toThrow(
      new AnswerLost("the server does not resume its stream (HTTP 405)"),
    );
    expect(got).toHaveLength(2);
  });

  it("is not waited for by nobody", async () => {
    const { url, got } = await httpServer(({ message }, response) => {
      if (message.id === undefined) response.writeHead(202).end();
      else stream(response).end(`retry: 60000\n${event(note("one"), "e1")}`);
    });
    const { conversation } = await converse(url);
    const abort = new AbortController();
    const request = conversation.request(call, {
      hear,
      signal: abort.signal,
      pause: () => setImmediate(() => abort.abort()),
    });
    await expect(request).rejects.toThrow(AnswerLost);
    await expect.poll(() => got.at(-1)?.message.method).toBe("notifications/cancelled");
  });
});
