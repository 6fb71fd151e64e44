import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { eventsOf } from "../../../test/gateway/sse.ts";
import { SseResponse } from "./sse-response.ts";

afterEach(() => void vi.useRealTimers());

async function respond(write: (response: ServerResponse) => void): Promise<Response> {
  const server = createServer((_, response) => write(response)).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

test("a stream on which nothing happens is kept alive every fifteen seconds, until it ends", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  let stream: SseResponse | undefined;
  const response = await respond((own) => {
    stream = new SseResponse(own);
  });
  expect(vi.getTimerCount()).toBe(1);
  const events = eventsOf(response);
  vi.advanceTimersByTime(15_000);
  expect((await events.next()).value).toEqual({ comment: "heartbeat" });
  vi.advanceTimersByTime(15_000);
  expect((await events.next()).value).toEqual({ comment: "heartbeat" });
  stream?.end();
  expect((await events.next()).done).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test("nothing is left behind by a reader who goes away", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  let stream: SseResponse | undefined;
  const response = await respond((own) => {
    stream = new SseResponse(own, { expiresAt: Date.now() + 60_000 });
  });
  expect(vi.getTimerCount()).toBe(1);
  await response.body?.cancel();
  for (let waited = 0; vi.getTimerCount() > 0 && waited < 100; waited += 1) await sleep(10);
  expect(vi.getTimerCount()).toBe(0);
  expect(() => stream?.message("late")).not.toThrow();
});

test("a stream for a reader who has gone already is not kept alive for ever", async () => {
  const gone = Promise.withResolvers<ServerResponse>();
  const reader = new AbortController();
  const server = createServer((_, response) => {
    response.once("close", () => gone.resolve(response));
    reader.abort();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}`, { signal: reader.signal }).catch(() => undefined);
  const response = await gone.promise;
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  expect(new SseResponse(response).open).toBe(false);
  vi.advanceTimersByTime(15_000);
  expect(vi.getTimerCount()).toBe(0);
});

test.for([Number.POSITIVE_INFINITY, Date.now() + 10 * 365 * 86_400_000])(
  "a proof that lasts until %d ends no stream now",
  async (expiresAt) => {
    let stream: SseResponse | undefined;
    const response = await respond((own) => {
      stream = new SseResponse(own, { expiresAt });
      stream.message("first");
    });
    const events = eventsOf(response);
    await events.next();
    await sleep(20);
    expect(stream?.open).toBe(true);
    await events.return();
  },
);

test("a message of many lines is one event, and nobody can begin another in it", async () => {
  const response = await respond((own) => {
    const stream = new SseResponse(own);
    stream.message("a\r\nid: 7\rdata: b\n\nevent: x", "1-1");
    stream.prime("1-2", 30);
    stream.end();
  });
  expect(await response.text()).toBe(
    "event: message\nid: 1-1\ndata: a\ndata: id: 7\ndata: data: b\ndata: \ndata: event: x\n\n" +
      "id: 1-2\nretry: 30\ndata: \n\n",
  );
});
