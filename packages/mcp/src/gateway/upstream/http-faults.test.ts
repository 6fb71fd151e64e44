import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import {
  answerTo,
  converse,
  event,
  type Handler,
  httpServer,
  stream,
} from "../../../test/gateway/http-upstream.ts";
import { AnswerLost, RequestNotSent } from "./conversation.ts";

const hear = (): void => {};
const call = { id: 1, method: "tools/call" } as const;

const json = (body: string): Handler => {
  return (_, response) => void response.setHeader("content-type", "application/json").end(body);
};
const events = (text: string | Buffer): Handler => {
  return (_, response) => void stream(response).end(text);
};

describe("a server that", () => {
  it("listens nowhere has got nothing", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    for (const url of [`http://127.0.0.1:${port}/`, "http://no-such-host.invalid/"]) {
      const { conversation } = await converse(url);
      await expect(conversation.request(call, { hear })).rejects.toThrow(
        new RequestNotSent("the server cannot be reached"),
      );
    }
  });

  it("does not speak TLS has got nothing", async () => {
    const { url, got } = await httpServer(() => ({}));
    const { conversation } = await converse(url.replace("http:", "https:"));
    await expect(conversation.request(call, { hear })).rejects.toThrow(RequestNotSent);
    expect(got).toEqual([]);
  });

  it("hangs is left when nobody waits", async () => {
    let closed = false;
    const { url, got } = await httpServer((_, response) => {
      response.on("close", () => (closed = true));
    });
    const { conversation } = await converse(url, "modern");
    const abort = new AbortController();
    const request = conversation.request(call, { hear, signal: abort.signal });
    const lost = request.catch((reason: unknown) => reason);
    await expect.poll(() => got.length).toBe(1);
    abort.abort();
    expect(await lost).toBeInstanceOf(AnswerLost);
    await expect.poll(() => closed).toBe(true);
    expect(got).toHaveLength(1);
  });

  it("hangs in its stream is left when nobody waits", async () => {
    let closed = false;
    const { url } = await httpServer((_, response) => {
      response.on("close", () => (closed = true));
      stream(response).flushHeaders();
    });
    const { conversation } = await converse(url, "modern");
    const signal = AbortSignal.timeout(200);
    await expect(conversation.request(call, { hear, signal })).rejects.toThrow(AnswerLost);
    await expect.poll(() => closed).toBe(true);
  });

  it.each<readonly [string, Handler, string]>([
    [
      "closes the connection",
      (_, response) => response.destroy(),
      "the connection to the server broke",
    ],
    [
      "breaks off its JSON",
      (_, response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": 99 });
        response.write('{"jsonrpc"', () => response.destroy());
      },
      "the connection to the server broke in its answer",
    ],
    [
      "answers with a page",
      (_, r) => r.setHeader("content-type", "text/html").end("<p>"),
      "the server's answer is neither JSON nor a stream of events",
    ],
    [
      "accepts and does not answer",
      (_, r) => r.writeHead(202).end(),
      "the server's answer is neither JSON nor a stream of events",
    ],
    [
      "answers another id",
      json('{"jsonrpc":"2.0","id":2,"result":{}}'),
      "the server has not answered the request",
    ],
    [
      "answers a text for a number",
      json('{"jsonrpc":"2.0","id":"1","result":{}}'),
      "the server has not answered the request",
    ],
    [
      "answers with a batch",
      json('[{"jsonrpc":"2.0","id":1,"result":{}}]'),
      "the server has not answered the request",
    ],
    [
      "answers what cannot be read",
      json('{"jsonrpc":"2.0","id":1,"result":1}'),
      "the server's answer cannot be read",
    ],
    [
      "answers too much",
      json(`{"jsonrpc":"2.0","id":1,"result":{"x":"${"x".repeat(100_000)}"}}`),
      "the server's answer is larger than 65536 bytes",
    ],
    [
      "answers what is not UTF-8",
      (_, r) => r.setHeader("content-type", "application/json").end(Buffer.of(0xff)),
      "the server's answer is not UTF-8",
    ],
    [
      "answers another id in its stream",
      events(event({ jsonrpc: "2.0", id: 2, result: {} })),
      "the server's stream ended without the answer",
    ],
    [
      "sends an event without an end",
      events(`id: 1\ndata: ${"x".repeat(100_000)}`),
      "an event of the server is larger than 65536 characters",
    ],
    [
      "sends an event that is not UTF-8",
      events(Buffer.from("id: 1\ndata: \xff\n\n", "latin1")),
      "an event of the server is not UTF-8",
    ],
    ["fails", (_, r) => r.writeHead(500).end("stack trace"), "the server has failed with HTTP 500"],
    [
      "fails with a result",
      (_, r) => {
        r.statusCode = 500;
        return { jsonrpc: "2.0", id: 1, result: {} };
      },
      "the server has failed with HTTP 500",
    ],
  ])("%s has lost the answer", async (_, handler, reason) => {
    const { url, got } = await httpServer(handler);
    const { conversation } = await converse(url, "legacy", {}, { limit: 65_536 });
    await expect(conversation.request(call, { hear })).rejects.toThrow(new AnswerLost(reason));
    expect(got).toHaveLength(1);
  });

  it("closes a connection that was used before may have got the request", async () => {
    const ports = new Set<number | undefined>();
    const { url, got } = await httpServer((request, response) => {
      ports.add(response.socket?.remotePort);
      return got.length === 1 ? answerTo(request) : response.destroy();
    });
    const { conversation } = await converse(url);
    await conversation.request(call, { hear });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(conversation.request(call, { hear })).rejects.toThrow(AnswerLost);
    expect(ports.size).toBe(1);
  });

  it("answers twice is heard once", async () => {
    const { url } = await httpServer((got, response) => {
      stream(response).end(event(answerTo(got, { time: 1 })) + event(answerTo(got, { time: 2 })));
    });
    const { conversation, faults } = await converse(url);
    expect((await conversation.request(call, { hear })).result).toEqual({ time: 1 });
    await expect.poll(() => faults).toEqual(["a message comes after the answer"]);
  });

  it("does not end its stream after the answer does not hold it", async () => {
    let closed = false;
    const { url } = await httpServer((got, response) => {
      response.on("close", () => (closed = true));
      stream(response).write(event(answerTo(got)));
    });
    const { conversation } = await converse(url);
    expect((await conversation.request(call, { hear })).result).toEqual({});
    await expect.poll(() => closed, { timeout: 3000 }).toBe(true);
  });
});

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])("to another origin is not followed: %i", async (status) => {
    const other = await httpServer((got) => answerTo(got));
    const { url } = await httpServer((_, response) => {
      response.writeHead(status, { location: other.url }).end();
    });
    const { conversation } = await converse(url, "modern", { authorization: "Bearer secret" });
    await expect(conversation.request(call, { hear })).rejects.toThrow(
      new AnswerLost(`the server redirects (HTTP ${status}), which is not followed`),
    );
    expect(other.got).toEqual([]);
  });

  it("inside the origin is followed with the message, though not for ever", async () => {
    const { url, got } = await httpServer((request, response) => {
      if (request.url === "/mcp/") return answerTo(request);
      const location = request.url === "/mcp" ? "/mcp/" : request.url;
      return response.writeHead(307, { location }).end();
    });
    const { conversation } = await converse(url, "legacy", { authorization: "Bearer secret" });
    expect((await conversation.request(call, { hear })).result).toEqual({});
    expect(got[1]).toMatchObject({ message: call, headers: { authorization: "Bearer secret" } });
    const { conversation: circle } = await converse(`${url}/circle`);
    await expect(circle.request(call, { hear })).rejects.toThrow(AnswerLost);
  });
});
