import { once } from "node:events";
import { connect } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  ask,
  BY_NAME,
  listen,
  openSession,
  post,
  startFront,
} from "../../../test/gateway/front.ts";
import { rawPost } from "../../../test/gateway/raw-http.ts";
import type { Script } from "../../../test/gateway/scripted-host.ts";

const META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};
const HEADERS = { "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "call" };
const MODERN = ask("call", { _meta: META }, 4);

/** A host whose calls wait until all are let go. */
function waiting(): { readonly script: Script; readonly go: () => void } {
  const gate = Promise.withResolvers<void>();
  const call: Script[string] = async (_, { signal }) => {
    await Promise.race([
      gate.promise,
      new Promise((resolve) => signal.addEventListener("abort", resolve)),
    ]);
    return { result: {} };
  };
  return { script: { call, "subscriptions/listen": call }, go: () => gate.resolve() };
}

test("a principal with too many requests under way is told to come back, and nobody else", async () => {
  const { script, go } = waiting();
  const front = await startFront(script);
  front.limit({ concurrentPerPrincipal: 2 });
  const first = [post(front, MODERN, HEADERS), post(front, MODERN, HEADERS)];
  await vi.waitFor(() => expect(front.host.requests.length).toBe(2));
  const refused = await post(front, MODERN, HEADERS);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(await refused.json()).toMatchObject({ id: 4, error: { code: 429 } });
  const other = post(front, MODERN, { ...HEADERS, Authorization: "Bearer bob" });
  await vi.waitFor(() => expect(front.host.requests.length).toBe(3));
  go();
  for (const response of await Promise.all([...first, other])) expect(response.status).toBe(200);
  expect((await post(front, MODERN, HEADERS)).status).toBe(200);
});

test("a busy gateway says so to everybody, but takes the answers that its requests wait for", async () => {
  const { script, go } = waiting();
  const front = await startFront(script);
  const session = await openSession(front);
  front.limit({ concurrent: 1 });
  const first = post(front, ask("call"), session);
  await vi.waitFor(() => expect(front.host.requests.length).toBe(2));
  const refused = await post(front, MODERN, { ...HEADERS, Authorization: "Bearer bob" });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  expect((await post(front, { jsonrpc: "2.0", id: 1, result: {} }, session)).status).toBe(202);
  expect(front.host.requests.length).toBe(2);
  go();
  expect((await first).status).toBe(200);
});

test("there are no more sessions than there may be", async () => {
  const front = await startFront({ call: () => ({ result: {} }) });
  front.limit({ sessions: 2 });
  const session = await openSession(front);
  await post(front, MODERN, HEADERS);
  const refused = await post(front, ask("initialize", {}, "x"));
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
  expect(await refused.json()).toMatchObject({ id: "x", error: { code: 503 } });
  const bob = { Authorization: "Bearer bob" };
  expect((await post(front, MODERN, { ...HEADERS, ...bob })).status).toBe(503);
  expect((await post(front, MODERN, HEADERS)).status).toBe(200);
  expect((await post(front, ask("ping"), session)).status).toBe(200);
  expect(front.host.sessions.length).toBe(2);
});

test("what nobody uses ends, and what somebody listens to or waits for does not", async () => {
  const { script, go } = waiting();
  const front = await startFront(script);
  const unused = await openSession(front);
  const listening = await openSession(front);
  const asking = await openSession(front);
  await listen(front, listening);
  const asked = post(front, ask("call"), asking);
  const modern = await post(front, ask("server/discover", { _meta: META }), {
    ...HEADERS,
    "Mcp-Method": "server/discover",
  });
  expect(modern.status).toBe(200);
  front.limit({ sessionIdle: 50 });
  await vi.waitFor(
    () =>
      expect(front.host.sessions.map(({ closed }) => closed)).toEqual([true, false, false, true]),
    { timeout: 5000 },
  );
  front.limit({ sessionIdle: 60_000 });
  expect((await post(front, ask("ping"), unused)).status).toBe(404);
  expect((await post(front, ask("ping"), listening)).status).toBe(200);
  go();
  expect((await asked).status).toBe(200);
});

test("streams end when the token does, and the requests of the modern era with them", async () => {
  const front = await startFront(
    {
      call: async (_, exchange) => {
        exchange.send({ kind: "notification", message: { method: "progress" } });
        await new Promise((resolve) => exchange.signal.addEventListener("abort", resolve));
        return { result: {} };
      },
    },
    {
      authenticator: {
        authenticate: async (headers) => ({
          ...(await BY_NAME.authenticate(headers)),
          expiresAt: Date.now() + 300,
        }),
      },
    },
  );
  const session = await openSession(front);
  const streams = [await listen(front, session), await post(front, MODERN, HEADERS)];
  const started = Date.now();
  const texts = await Promise.all(streams.map((response) => response.text()));
  expect(Date.now() - started).toBeLessThan(2000);
  expect(texts[1]).not.toContain('"result"');
  await vi.waitFor(() => expect(front.host.sessions[1]?.exchanges[0]?.signal.aborted).toBe(true));
});

test("a reader that is too slow is given up, and can come back for what is kept", async () => {
  const text = "x".repeat(1024 * 1024);
  const gate = Promise.withResolvers<void>();
  const front = await startFront({
    call: async (_, exchange) => {
      for (let at = 0; at < 30; at += 1)
        exchange.send({ kind: "notification", message: { method: "n", params: { text } } });
      await gate.promise;
      return { result: { done: true } };
    },
  });
  const session = await openSession(front);
  const lines = Object.entries(session).map((header) => header.join(": "));
  const { hostname, port } = new URL(front.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.write(rawPost(front.url, JSON.stringify(ask("call")), lines));
  await vi.waitFor(() => expect(front.host.requests.length).toBe(2));
  let received = 0;
  socket.on("data", (chunk) => {
    received += chunk.length;
  });
  await once(socket, "close");
  expect(received).toBeLessThan(25 * text.length);
  gate.resolve();
  await vi.waitFor(async () => {
    const rest = await listen(front, session, { "Last-Event-ID": "1-29" });
    expect(await rest.text()).toContain('"done":true');
  });
});
