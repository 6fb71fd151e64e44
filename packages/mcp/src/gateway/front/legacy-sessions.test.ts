import { expect, test, vi } from "vitest";
import {
  ask,
  HEADERS,
  listen,
  openSession,
  post,
  startFront,
} from "../../../test/gateway/front.ts";
import { eventsOf, jsonOf } from "../../../test/gateway/sse.ts";

test("initialize opens a session, and its requests go there", async () => {
  const front = await startFront();
  const response = await post(front, ask("initialize", { protocolVersion: "2025-06-18" }, "a"));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("mcp-session-id")).toMatch(/^[\w-]{43}$/);
  expect(await response.json()).toMatchObject({
    id: "a",
    result: { protocolVersion: "2025-06-18" },
  });
  const session = await openSession(front);
  const pong = await post(front, ask("ping", undefined, 2), session);
  expect(await pong.json()).toEqual({ jsonrpc: "2.0", id: 2, result: {} });
  expect(front.host.sessions.map(({ requests }) => requests.length)).toEqual([1, 2]);
  expect(front.host.sessions[0]).toMatchObject({ era: "legacy", principal: { key: "alice" } });
});

test("an initialize that is refused opens no session", async () => {
  const front = await startFront({ initialize: () => ({ error: { code: 5, message: "no" } }) });
  const response = await post(front, ask("initialize", {}));
  expect(response.status).toBe(200);
  expect(response.headers.get("mcp-session-id")).toBeNull();
  expect(front.host.sessions.map(({ closed }) => closed)).toEqual([true]);
});

test("a defect while a session opens leaves none behind", async () => {
  const front = await startFront({
    initialize: () => {
      throw new TypeError("secret detail");
    },
  });
  front.limit({ sessions: 1 });
  for (const id of [1, 2]) {
    const response = await post(front, ask("initialize", {}, id));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  }
  expect(front.host.sessions.map(({ closed }) => closed)).toEqual([true, true]);
});

test("notifications and answers are taken without an answer", async () => {
  const front = await startFront();
  const session = await openSession(front);
  const notified = await post(
    front,
    { jsonrpc: "2.0", method: "notifications/initialized" },
    session,
  );
  expect([notified.status, await notified.text()]).toEqual([202, ""]);
  const answered = await post(front, { jsonrpc: "2.0", id: 9, result: { a: 1 } }, session);
  expect([answered.status, await answered.text()]).toEqual([202, ""]);
  expect(front.host.sessions[0]?.notifications).toEqual([{ method: "notifications/initialized" }]);
  expect(front.host.sessions[0]?.answers).toMatchObject([{ id: 9, answer: { result: { a: 1 } } }]);
});

test.for([
  [400, {}, ask("ping")],
  [400, {}, { jsonrpc: "2.0", method: "notifications/initialized" }],
  [400, {}, { jsonrpc: "2.0", id: 1, result: {} }],
  [404, { "Mcp-Session-Id": "x" }, ask("ping")],
  [404, { "Mcp-Session-Id": "x" }, ask("initialize")],
] as const)("answers %i without the session of %j", async ([status, headers, message]) => {
  const front = await startFront();
  await openSession(front);
  const response = await post(front, message, headers);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ jsonrpc: "2.0", error: { code: status } });
  expect(front.host.requests.length).toBe(1);
});

test("a session is not there for anybody else, nor for somebody whose role has changed", async () => {
  let role = "clerk";
  const front = await startFront(
    {},
    {
      authenticator: {
        async authenticate({ authorization: key = "" }) {
          return { key, identity: { actor: key, userRole: role } };
        },
      },
    },
  );
  const session = await openSession(front);
  const mallory = { ...session, Authorization: "Bearer mallory" };
  expect((await post(front, ask("ping"), mallory)).status).toBe(404);
  expect((await listen(front, mallory)).status).toBe(404);
  const ended = await fetch(front.url, { method: "DELETE", headers: { ...HEADERS, ...mallory } });
  expect(ended.status).toBe(404);
  expect((await post(front, ask("ping"), session)).status).toBe(200);
  role = "chief";
  expect((await post(front, ask("ping"), session)).status).toBe(404);
  expect(front.host.requests.map(({ method }) => method)).toEqual(["initialize", "ping"]);
});

test("a version that nobody knows is refused, and a version that is left out is not", async () => {
  const front = await startFront();
  const session = await openSession(front);
  const of = async (version: string): Promise<number> =>
    (await post(front, ask("ping"), { ...session, "MCP-Protocol-Version": version })).status;
  expect(await of("2025-03-26")).toBe(200);
  expect(await of("2020-01-01")).toBe(400);
  expect((await post(front, ask("ping"), session)).status).toBe(200);
  expect(front.host.requests.length).toBe(3);
});

test("a session can be ended, and initialized but once", async () => {
  const front = await startFront();
  const session = await openSession(front);
  expect((await post(front, ask("initialize", {}), session)).status).toBe(400);
  const headers = { ...HEADERS, ...session };
  expect((await fetch(front.url, { method: "DELETE", headers })).status).toBe(204);
  expect(front.host.sessions[0]?.closed).toBe(true);
  expect((await post(front, ask("ping"), session)).status).toBe(404);
  expect((await fetch(front.url, { method: "DELETE", headers })).status).toBe(404);
});

test("errors of requests are no errors of HTTP, unless they say so", async () => {
  const front = await startFront({
    limited: () => ({ error: { code: 429, message: "slow down" }, status: 429 }),
  });
  const session = await openSession(front);
  expect((await post(front, ask("unknown"), session)).status).toBe(200);
  expect((await post(front, ask("limited"), session)).status).toBe(429);
});

test("what belongs to no request waits until the client listens, and then comes at once", async () => {
  const front = await startFront();
  const session = await openSession(front);
  const { link } = front.host.sessions[0]!;
  const say = (method: string): void => link.send({ kind: "notification", message: { method } });
  say("early");
  const response = await listen(front, session);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const events = eventsOf(response);
  const primed = (await events.next()).value;
  expect(primed).toEqual({ id: expect.any(String), data: "" });
  expect(jsonOf((await events.next()).value)).toEqual({ jsonrpc: "2.0", method: "early" });
  say("late");
  const late = (await events.next()).value;
  expect(jsonOf(late)).toEqual({ jsonrpc: "2.0", method: "late" });
  expect((await listen(front, session)).status).toBe(409);
  await events.return();
  say("missed");
  await vi.waitFor(async () => {
    const again = await listen(front, session, { "Last-Event-ID": (late as { id: string }).id });
    const rest = eventsOf(again);
    expect(jsonOf((await rest.next()).value)).toEqual({ jsonrpc: "2.0", method: "missed" });
    await rest.return();
  });
});

test("a session that its host ends is gone, with its streams", async () => {
  const front = await startFront();
  const session = await openSession(front);
  const response = await listen(front, session);
  front.host.sessions[0]?.link.ended(new Error("the server is gone"));
  expect(await response.text()).toContain("data:");
  expect((await post(front, ask("ping"), session)).status).toBe(404);
  expect(front.host.sessions[0]?.closed).toBe(true);
});
