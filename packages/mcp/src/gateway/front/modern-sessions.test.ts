import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { ask, post, startFront, type TestFront } from "../../../test/gateway/front.ts";
import { eventsOf, jsonOf } from "../../../test/gateway/sse.ts";

const VERSION = "io.modelcontextprotocol/protocolVersion";
const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
const META = { [VERSION]: "2026-07-28", [CAPABILITIES]: {} };

async function call(
  front: TestFront,
  method: string,
  more: {
    readonly params?: object;
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Response> {
  const headers = { "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method, ...more.headers };
  return post(front, ask(method, { _meta: META, ...more.params }, 3), headers, more.signal);
}

test("all requests of a principal are for one session, and no session is named", async () => {
  const front = await startFront();
  const first = await call(front, "server/discover");
  expect(first.status).toBe(200);
  expect(first.headers.get("mcp-session-id")).toBeNull();
  expect(await first.json()).toMatchObject({ id: 3, result: { resultType: "complete" } });
  await call(front, "server/discover");
  await call(front, "server/discover", { headers: { Authorization: "Bearer bob" } });
  const sessions = front.host.sessions.map((one) => [
    one.era,
    one.principal.key,
    one.requests.length,
  ]);
  expect(sessions).toEqual([
    ["modern", "alice", 2],
    ["modern", "bob", 1],
  ]);
});

test("the session gets the headers that mirror the request, and no others", async () => {
  const front = await startFront();
  await call(front, "tools/call", {
    params: { name: "pay" },
    headers: { "Mcp-Name": "pay", "Mcp-Param-Region": "eu", "Mcp-Session-Id": "x" },
  });
  expect(front.host.sessions[0]?.exchanges[0]?.headers).toEqual({
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": "tools/call",
    "mcp-name": "pay",
    "mcp-param-region": "eu",
  });
});

test.for([
  [404, -32_601],
  [400, -32_020],
  [400, -32_021],
  [400, -32_022],
  [200, -32_602],
  [200, 5],
] as const)("answers %i where the error is %i", async ([status, code]) => {
  const front = await startFront({ call: () => ({ error: { code, message: "no" } }) });
  const response = await call(front, "call");
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ id: 3, error: { code } });
});

test("what is wrong with the envelope or its headers never gets to the session", async () => {
  const front = await startFront();
  const refused = await Promise.all([
    call(front, "ping", { headers: { "Mcp-Method": "tools/call" } }),
    call(front, "ping", { headers: { "MCP-Protocol-Version": "2025-11-25" } }),
    call(front, "ping", { params: { _meta: {} } }),
    call(front, "ping", { params: { _meta: { ...META, [VERSION]: "2027-01-01" } } }),
    post(front, ask("server/discover")),
  ]);
  const bodies = (await Promise.all(refused.map((response) => response.json()))) as {
    readonly id: unknown;
    readonly error: { readonly code: number };
  }[];
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  expect(bodies.map(({ error }) => error.code)).toEqual([
    -32_020, -32_020, -32_602, -32_020, -32_602,
  ]);
  expect(bodies.map(({ id }) => id)).toEqual([3, 3, 3, 3, 1]);
  expect(front.host.sessions).toEqual([]);
});

test("a request that sends something first is answered by a stream without ids", async () => {
  const front = await startFront({
    call: (_, exchange) => {
      expect("pause" in exchange).toBe(false);
      exchange.send({ kind: "notification", message: { method: "progress" } });
      return { result: {}, text: '{\n"a":\r\n1}' };
    },
  });
  const response = await call(front, "call");
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const events = [];
  for await (const event of eventsOf(response)) events.push(event);
  expect(events.map(({ id }) => id)).toEqual([undefined, undefined]);
  expect(events.map(jsonOf)).toEqual([
    { jsonrpc: "2.0", method: "progress" },
    { jsonrpc: "2.0", id: 3, result: { a: 1 } },
  ]);
});

test("one message may be larger than what may wait for a slow reader", async () => {
  const text = "x".repeat(12 * 1024 * 1024);
  const front = await startFront({
    call: (_, exchange) => {
      exchange.send({ kind: "notification", message: { method: "progress" } });
      return { result: { text } };
    },
  });
  expect((await (await call(front, "call")).text()).length).toBeGreaterThan(text.length);
});

test.for([true, false])(
  "a client that goes away has cancelled (streaming: %s)",
  async (streams) => {
    const front = await startFront({
      call: async (_, exchange) => {
        if (streams) exchange.send({ kind: "notification", message: { method: "progress" } });
        await new Promise((resolve) => exchange.signal.addEventListener("abort", resolve));
        return { result: {} };
      },
    });
    const leaving = new AbortController();
    const response = call(front, "call", { signal: leaving.signal }).then((one) => one.text());
    await vi.waitFor(() => expect(front.host.requests.length).toBe(1));
    await sleep(20);
    leaving.abort();
    await expect(response).rejects.toThrow("abort");
    await vi.waitFor(() => expect(front.host.sessions[0]?.exchanges[0]?.signal.aborted).toBe(true));
    expect(front.faults).toEqual([]);
  },
);

test("an answer that was sent is not cancelled", async () => {
  const front = await startFront({ call: () => ({ result: {} }) });
  await (await call(front, "call")).text();
  await sleep(20);
  expect(front.host.sessions[0]?.exchanges[0]?.signal.aborted).toBe(false);
});

test("notifications are taken, and there are neither streams nor answers of clients", async () => {
  const front = await startFront();
  const headers = { "MCP-Protocol-Version": "2026-07-28" };
  const notified = await post(front, { jsonrpc: "2.0", method: "notifications/x" }, headers);
  expect(notified.status).toBe(202);
  expect(front.host.sessions[0]?.notifications).toEqual([{ method: "notifications/x" }]);
  const answered = await post(front, { jsonrpc: "2.0", id: 1, result: {} }, headers);
  expect(answered.status).toBe(400);
  for (const method of ["GET", "DELETE"]) {
    const response = await fetch(front.url, {
      method,
      headers: { ...headers, Authorization: "Bearer alice", Accept: "text/event-stream" },
    });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  }
});

test("a session that its host ends is opened anew when it is needed", async () => {
  const front = await startFront();
  await call(front, "server/discover");
  front.host.sessions[0]?.link.ended(new Error("the server is gone"));
  expect((await call(front, "server/discover")).status).toBe(200);
  expect(front.host.sessions.map(({ closed }) => closed)).toEqual([true, false]);
});

test("what the session itself fails at is nobody's business but the operator's", async () => {
  const front = await startFront({
    call: () => {
      throw new TypeError("secret detail");
    },
  });
  const response = await call(front, "call");
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    jsonrpc: "2.0",
    id: 3,
    error: { code: -32_603, message: "internal error" },
  });
  expect(front.faults).toEqual([expect.any(TypeError)]);
});
