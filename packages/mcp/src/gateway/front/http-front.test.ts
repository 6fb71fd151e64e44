import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { ask, listen, openSession, post, startFront } from "../../../test/gateway/front.ts";
import { rawPost } from "../../../test/gateway/raw-http.ts";
import type { HttpFrontOptions } from "./http-front.ts";

test("says that it lives, to anybody and under any name", async () => {
  const front = await startFront();
  const response = await fetch(new URL("/healthz", front.url));
  expect([response.status, await response.json()]).toEqual([200, { alive: true }]);
  expect((await fetch(new URL("/healthz", front.url), { method: "HEAD" })).status).toBe(200);
  expect((await fetch(new URL("/healthz", front.url), { method: "POST" })).status).toBe(405);
});

test("says whether it is ready, and what for it waits", async () => {
  let log = false;
  const front = await startFront({}, { health: async () => ({ log, policy: true }) });
  const ready = async (): Promise<unknown> => {
    const response = await fetch(new URL("/readyz", front.url));
    return [response.status, await response.json()];
  };
  expect(await ready()).toEqual([503, { ready: false, waiting: ["log"] }]);
  log = true;
  expect(await ready()).toEqual([200, { ready: true, waiting: [] }]);
});

test("is not ready where it cannot tell", async () => {
  const health = vi.fn<HttpFrontOptions["health"]>().mockRejectedValue(new Error("secret"));
  const front = await startFront({}, { health });
  const response = await fetch(new URL("/readyz", front.url));
  expect([response.status, await response.json()]).toEqual([503, { ready: false, waiting: [] }]);
});

test("tells everybody where to get a token, if it is told so", async () => {
  const metadata = {
    resource: "https://gw.example/mcp",
    authorization_servers: ["https://as.example"],
  };
  const front = await startFront({}, { metadata });
  for (const path of ["", "/mcp"]) {
    const url = new URL(`/.well-known/oauth-protected-resource${path}`, front.url);
    const response = await fetch(url);
    expect([response.status, await response.json()]).toEqual([200, metadata]);
    expect((await fetch(url, { method: "POST" })).status).toBe(405);
  }
  const bare = await startFront();
  const url = new URL("/.well-known/oauth-protected-resource", bare.url);
  expect((await fetch(url)).status).toBe(404);
});

test("does not start where it cannot listen", async () => {
  const front = await startFront();
  const port = Number(new URL(front.url).port);
  await expect(startFront({}, { http: { port } })).rejects.toThrow(/EADDRINUSE/);
});

test("ends by answering what is under way, and ending all streams and sessions", async () => {
  const front = await startFront({
    call: async () => {
      await sleep(200);
      return { result: { done: true } };
    },
  });
  const session = await openSession(front);
  const stream = await listen(front, session);
  const asked = post(front, ask("call"), session);
  await vi.waitFor(() => expect(front.host.requests.length).toBe(2));
  const closing = front.close();
  expect(await stream.text()).toContain("data: \n");
  expect(await (await asked).json()).toMatchObject({ result: { done: true } });
  await closing;
  expect(front.host.sessions[0]?.closed).toBe(true);
  await expect(post(front, ask("ping"), session)).rejects.toThrow("fetch failed");
});

test("does not wait for ever for what is under way, nor for what never ends of itself", async () => {
  const front = await startFront({
    stuck: async () => new Promise(() => undefined),
    "subscriptions/listen": async (_, exchange) => {
      exchange.send({ kind: "notification", message: { method: "acknowledged" } });
      await new Promise((resolve) => exchange.signal.addEventListener("abort", resolve));
      return { result: {} };
    },
  });
  const session = await openSession(front);
  const stuck = post(front, ask("stuck"), session).catch(() => "cut");
  const params = {
    _meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": {},
    },
  };
  const stream = await post(front, ask("subscriptions/listen", params), {
    "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": "subscriptions/listen",
  });
  const started = Date.now();
  const closing = front.close();
  expect(await stream.text()).toContain("acknowledged");
  expect(Date.now() - started).toBeLessThan(1000);
  await closing;
  expect(Date.now() - started).toBeLessThan(5000);
  expect(await stuck).toBe("cut");
  expect(front.host.sessions.every(({ closed }) => closed)).toBe(true);
});

test("takes nothing more on the connections that are still there when it ends", async () => {
  const front = await startFront({
    call: async () => {
      await sleep(500);
      return { result: {} };
    },
  });
  const session = await openSession(front);
  const asked = post(front, ask("call"), session);
  await vi.waitFor(() => expect(front.host.requests.length).toBe(2));
  const whole = rawPost(front.url, JSON.stringify(ask("initialize", {})));
  const { hostname, port } = new URL(front.url);
  const socket = connect(Number(port), hostname);
  socket.write(whole.slice(0, 20));
  await sleep(50);
  const closing = front.close();
  socket.write(whole.slice(20));
  const [received] = (await once(socket, "data")) as [Buffer];
  expect(received.toString()).toMatch(/^HTTP\/1.1 503 /);
  expect((await asked).status).toBe(200);
  await closing;
  expect(front.host.requests.length).toBe(2);
});
