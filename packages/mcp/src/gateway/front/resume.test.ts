import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { ask, listen, openSession, post, startFront } from "../../../test/gateway/front.ts";
import type { Script } from "../../../test/gateway/scripted-host.ts";
import { eventsOf, jsonOf, type SseEvent } from "../../../test/gateway/sse.ts";

const say = (method: string) => ({ kind: "notification", message: { method } }) as const;

/** A host whose call sends something, waits until it is let go, sends something else, and answers. */
function slowly(): { readonly script: Script; readonly go: () => void } {
  const gate = Promise.withResolvers<void>();
  const call: Script[string] = async (_, exchange) => {
    exchange.send(say("before"));
    await gate.promise;
    exchange.send(say("after"));
    return { result: { done: !exchange.signal.aborted } };
  };
  return { script: { call }, go: () => gate.resolve() };
}

async function all(response: Response): Promise<readonly SseEvent[]> {
  const events: SseEvent[] = [];
  for await (const event of eventsOf(response)) events.push(event);
  return events;
}

test("an answer that nothing came before is JSON, any other is the last event of a stream", async () => {
  const { script, go } = slowly();
  const front = await startFront(script);
  const session = await openSession(front);
  const response = await post(front, ask("call", {}, 5), session);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.get("mcp-session-id")).toBe(session["Mcp-Session-Id"]);
  go();
  const [primed, ...rest] = await all(response);
  expect(primed).toEqual({ id: expect.any(String), data: "" });
  expect(rest.map(jsonOf)).toEqual([
    { jsonrpc: "2.0", method: "before" },
    { jsonrpc: "2.0", method: "after" },
    { jsonrpc: "2.0", id: 5, result: { done: true } },
  ]);
  expect(new Set(rest.map(({ id }) => id)).size).toBe(3);
});

test.for(["2025-06-18", "2024-11-05"])("clients of %s get no empty event", async (version) => {
  const { script, go } = slowly();
  const front = await startFront(script);
  const response = await post(front, ask("call"), await openSession(front, version));
  go();
  expect((await all(response)).map(({ data }) => data === "")).toEqual([false, false, false]);
});

test("a client that lost its stream gets the rest of it, from where it was", async () => {
  const { script, go } = slowly();
  const front = await startFront(script);
  const session = await openSession(front);
  const events = eventsOf(await post(front, ask("call", {}, 5), session));
  await events.next();
  const last = (await events.next()).value as SseEvent;
  await events.return();
  go();
  const response = await listen(front, session, { "Last-Event-ID": last.id ?? "" });
  expect((await all(response)).map(jsonOf)).toEqual([
    { jsonrpc: "2.0", method: "after" },
    { jsonrpc: "2.0", id: 5, result: { done: true } },
  ]);
  const again = await listen(front, session, { "Last-Event-ID": last.id ?? "" });
  expect((await all(again)).length).toBe(2);
});

test("a client that comes back before its loss was noticed takes the stream over", async () => {
  const { script, go } = slowly();
  const front = await startFront(script);
  const session = await openSession(front);
  const lost = eventsOf(await post(front, ask("call", {}, 5), session));
  const { id = "" } = (await lost.next()).value as SseEvent;
  const response = await listen(front, session, { "Last-Event-ID": id });
  // The response that was thought lost ends, though nothing was answered yet.
  while ((await lost.next()).done !== true);
  go();
  expect((await all(response)).length).toBe(3);
});

test("a stream that is paused ends with when to come back, and goes on then", async () => {
  const gate = Promise.withResolvers<void>();
  const front = await startFront({
    call: async (_, exchange) => {
      exchange.pause?.(250);
      await gate.promise;
      return { result: {} };
    },
  });
  const session = await openSession(front);
  const events = await all(await post(front, ask("call", {}, 5), session));
  expect(events.at(-1)).toEqual({ id: expect.any(String), retry: "250", data: "" });
  const response = await listen(front, session, { "Last-Event-ID": events.at(-1)?.id ?? "" });
  gate.resolve();
  expect((await all(response)).map(jsonOf)).toEqual([{ jsonrpc: "2.0", id: 5, result: {} }]);
});

test("a client too old to resume is not paused", async () => {
  const front = await startFront({
    call: (_, exchange) => {
      exchange.pause?.(250);
      return { result: {} };
    },
  });
  const response = await post(front, ask("call"), await openSession(front, "2025-06-18"));
  expect(response.headers.get("content-type")).toBe("application/json");
});

test.for(["1-1-1", "7-0", "x", "-1"])("there is nothing after the event %s", async (id) => {
  const front = await startFront();
  const session = await openSession(front);
  expect((await listen(front, session, { "Last-Event-ID": id })).status).toBe(400);
});

test("what is too old is gone, and said to be", async () => {
  const front = await startFront({
    call: async (_, exchange) => {
      for (let at = 0; at < 1500; at += 1) exchange.send(say("tick"));
      await sleep(10);
      return { result: {} };
    },
  });
  const session = await openSession(front);
  const events = await all(await post(front, ask("call"), session));
  expect(events.length).toBe(1502);
  const resume = async (id = ""): Promise<number> =>
    (await listen(front, session, { "Last-Event-ID": id })).status;
  expect(await resume(events[0]?.id)).toBe(400);
  expect(await resume(events[1000]?.id)).toBe(200);
});

test("another session cannot resume a stream", async () => {
  const { script, go } = slowly();
  const front = await startFront(script);
  const mine = await openSession(front);
  const theirs = await openSession(front);
  const { id = "" } = (await eventsOf(await post(front, ask("call"), mine)).next())
    .value as SseEvent;
  expect((await listen(front, theirs, { "Last-Event-ID": id })).status).toBe(400);
  go();
});

test("a client that goes away has not cancelled", async () => {
  const { script, go } = slowly();
  const front = await startFront(script);
  const session = await openSession(front);
  const leaving = new AbortController();
  const response = await post(front, ask("call"), session, leaving.signal);
  leaving.abort();
  await expect(response.text()).rejects.toThrow("abort");
  await sleep(50);
  expect(front.host.sessions[0]?.exchanges.at(-1)?.signal.aborted).toBe(false);
  go();
  await vi.waitFor(async () =>
    expect((await listen(front, session, { "Last-Event-ID": "1-0" })).status).toBe(200),
  );
  expect(front.faults).toEqual([]);
});

test("nothing is kept for a client that was gone before it could know of a stream", async () => {
  const gate = Promise.withResolvers<void>();
  const front = await startFront({
    call: async (_, exchange) => {
      await gate.promise;
      exchange.send(say("unheard"));
      return { result: {} };
    },
  });
  const session = await openSession(front);
  const leaving = new AbortController();
  const asked = post(front, ask("call"), session, leaving.signal);
  await vi.waitFor(() => expect(front.host.requests.length).toBe(2));
  leaving.abort();
  await expect(asked).rejects.toThrow("abort");
  await sleep(50);
  gate.resolve();
  await sleep(20);
  expect((await listen(front, session, { "Last-Event-ID": "1-0" })).status).toBe(400);
  expect(front.faults).toEqual([]);
});
