import { connect } from "node:net";
import { expect, test, vi } from "vitest";
import {
  ask,
  BY_NAME,
  listen,
  openSession,
  post,
  startFront,
} from "../../../test/gateway/front.ts";
import { rawPost } from "../../../test/gateway/raw-http.ts";
import { AuthenticationFailure, type Authenticator } from "../identity/principal.ts";

const META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};
const SUBSCRIBE = { "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "subscriptions/listen" };
const BOB = { Authorization: "Bearer bob" };

/** Knows everybody but one. */
function without(name: string): Authenticator {
  return {
    authenticate: async (headers) => {
      if (headers["authorization"] === `Bearer ${name}`) throw new AuthenticationFailure("gone");
      return BY_NAME.authenticate(headers);
    },
  };
}

test("whoever is known no more listens no more", async () => {
  const front = await startFront({
    "subscriptions/listen": async (_, exchange) => {
      exchange.send({ kind: "notification", message: { method: "acknowledged" } });
      await new Promise((resolve) => exchange.signal.addEventListener("abort", resolve));
      return { result: {} };
    },
  });
  const session = await openSession(front);
  const streams = [
    await listen(front, session),
    await post(front, ask("subscriptions/listen", { _meta: META }), SUBSCRIBE),
  ];
  front.know(without("alice"));
  await Promise.all(streams.map((response) => response.text()));
  expect((await listen(front, session)).status).toBe(401);
  expect((await post(front, ask("ping"), session)).status).toBe(401);
});

test("whoever is known no more while they still send a request is not answered it", async () => {
  const authenticated = Promise.withResolvers<void>();
  const authenticator: Authenticator = {
    authenticate: (headers) => BY_NAME.authenticate(headers).finally(authenticated.resolve),
  };
  const front = await startFront({}, { authenticator });
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: {} });
  const slow = connect(Number(new URL(front.url).port), "127.0.0.1");
  const text = rawPost(front.url, body);
  slow.write(text.slice(0, -1));
  await authenticated.promise;
  front.know(without("alice"));
  slow.write(text.slice(-1));
  expect((await slow.setEncoding("utf8").toArray()).join("")).toMatch(/^HTTP\/1\.1 401 /);
  expect(front.host.sessions).toEqual([]);
});

test("one principal with many sessions does not keep others out", async () => {
  const front = await startFront();
  front.limit({ sessions: 3 });
  const first = await openSession(front);
  const second = await openSession(front);
  const third = await openSession(front);
  for (const session of [first, second, third]) await listen(front, session);
  const bobs = await openSession(front, "2025-11-25", BOB);
  await vi.waitFor(() => expect(front.host.sessions.filter((one) => one.closed)).toHaveLength(1));
  expect((await post(front, ask("ping"), bobs)).status).toBe(200);
  // Who has no fewer than anybody else gets no more at the cost of others.
  expect((await post(front, ask("initialize", {}), BOB)).status).toBe(503);
  expect((await post(front, ask("initialize", {}))).status).toBe(503);
  expect(front.host.sessions.filter((one) => one.closed)).toHaveLength(1);
});

test("a token in the query is refused, also beside one in the header", async () => {
  const front = await startFront();
  const url = `${front.url}?a=1&access%5Ftoken=alice`;
  expect((await post({ ...front, url }, ask("initialize", {}))).status).toBe(400);
  expect(front.host.sessions).toHaveLength(0);
});

test("a refusal that cannot be written ends the connection, not the gateway", async () => {
  let challenge: string | undefined = 'Bearer scope="caf\u{e9} \u{2022}"';
  const front = await startFront(
    {},
    {
      authenticator: {
        authenticate: async (headers) => {
          if (challenge !== undefined) throw new AuthenticationFailure("who?", 401, challenge);
          return BY_NAME.authenticate(headers);
        },
      },
    },
  );
  await expect(post(front, ask("initialize", {}))).rejects.toThrow("fetch failed");
  expect(front.faults).toHaveLength(1);
  challenge = undefined;
  expect((await post(front, ask("initialize", {}))).status).toBe(200);
});
