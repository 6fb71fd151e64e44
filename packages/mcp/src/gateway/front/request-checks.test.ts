import { expect, test, vi } from "vitest";
import { ask, HEADERS, post, startFront } from "../../../test/gateway/front.ts";
import { rawPost, sendRaw } from "../../../test/gateway/raw-http.ts";
import type { Authenticator } from "../identity/principal.ts";

const HELLO = JSON.stringify(ask("initialize", { protocolVersion: "2025-11-25" }));

test.for([
  "evil.example",
  "evil.example:80",
  "localhost",
  "127.0.0.1:1",
  "localhost.evil.example:PORT",
  "127.0.0.1.evil.example:PORT",
  "evil.localhost:PORT",
  "127.1:PORT",
  "128.0.0.1:PORT",
  "[::ffff:127.0.0.1]:PORT",
  "evil.example#@localhost:PORT",
  "localhost:PORT/",
  "user@localhost:PORT",
])("a request for the host %s is refused, and nothing is opened", async (host) => {
  const front = await startFront();
  const named = host.replace("PORT", new URL(front.url).port);
  const received = await sendRaw(front.url, rawPost(front.url, HELLO, [`Host: ${named}`]));
  expect(received).toMatch(/^HTTP\/1.1 403 /);
  expect(front.host.sessions).toEqual([]);
});

test.for([
  "localhost:PORT",
  "LOCALHOST:PORT",
  "127.0.0.1:PORT",
  "127.0.0.2:PORT",
  "[::1]:PORT",
  "gw.example",
  "a.example:8443",
])("a request for the host %s is taken", async (host) => {
  const front = await startFront({}, { http: { allowedHosts: ["GW.example", "a.example:8443"] } });
  const named = host.replace("PORT", new URL(front.url).port);
  const received = await sendRaw(front.url, rawPost(front.url, HELLO, [`Host: ${named}`]));
  expect(received).toMatch(/^HTTP\/1.1 200 /);
});

test.for([
  "https://evil.example",
  "null",
  "http://localhost.evil.example",
  "http://127.0.0.1.evil.example",
  "http://localhost/",
  "",
])("a page of the origin %j is refused", async (origin) => {
  const front = await startFront({}, { http: { allowedOrigins: ["https://app.example"] } });
  const received = await sendRaw(front.url, rawPost(front.url, HELLO, [`Origin: ${origin}`]));
  expect(received).toMatch(/^HTTP\/1.1 403 /);
  expect(received).toContain('"jsonrpc":"2.0"');
  expect(received.toLowerCase()).not.toContain("access-control-allow-origin");
  expect(front.host.sessions).toEqual([]);
});

test.for(["https://app.example", "http://localhost:6274", "http://127.0.0.1", "http://[::1]:3000"])(
  "a page of the origin %s may call, and read the answer",
  async (origin) => {
    const front = await startFront({}, { http: { allowedOrigins: ["https://app.example"] } });
    const response = await post(front, HELLO, { Origin: origin });
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe(origin);
    expect(response.headers.get("access-control-expose-headers")).toContain("Mcp-Session-Id");
  },
);

test("a browser is told what a page may send", async () => {
  const front = await startFront();
  const headers = {
    Origin: "http://localhost:6274",
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type,mcp-param-region",
  };
  const response = await fetch(front.url, { method: "OPTIONS", headers });
  expect(response.status).toBe(204);
  expect(response.headers.get("access-control-allow-headers")).toBe(
    "content-type,mcp-param-region",
  );
  expect((await fetch(front.url, { method: "OPTIONS" })).status).toBe(405);
});

test.for(["Mcp-Session-Id", "Mcp-Param-Region", "Authorization", "Host", "Origin", "Content-Type"])(
  "a request with the header %s twice is refused",
  async (name) => {
    const front = await startFront();
    const lines = [`${name}: one`, `${name.toUpperCase()}: one`];
    const received = await sendRaw(front.url, rawPost(front.url, HELLO, lines));
    expect(received).toMatch(/^HTTP\/1.1 400 /);
    expect(front.host.sessions).toEqual([]);
  },
);

test("a request with two lengths is refused", async () => {
  const front = await startFront();
  const received = await sendRaw(front.url, rawPost(front.url, HELLO, ["Content-Length: 3"]));
  expect(received).toMatch(/^HTTP\/1.1 400 /);
  expect(front.host.sessions).toEqual([]);
});

test("whoever is nobody is told how to be somebody, before the body is read", async () => {
  const front = await startFront();
  const { Authorization: _, ...headers } = HEADERS;
  const response = await fetch(front.url, { method: "POST", headers, body: "{" });
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toBe('Bearer realm="test"');
  expect(await response.json()).toMatchObject({
    id: null,
    error: { message: "a token is needed" },
  });
  expect(front.faults).toEqual([]);
});

test("a defect in finding out who calls lets nobody in, and says nothing", async () => {
  const authenticate = vi.fn<Authenticator["authenticate"]>();
  authenticate.mockRejectedValue(new TypeError("secret detail"));
  const front = await startFront({}, { authenticator: { authenticate } });
  const response = await post(front, HELLO);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret");
  expect(front.faults).toEqual([expect.any(TypeError)]);
  expect(front.host.sessions).toEqual([]);
});

test.for([
  [415, { "Content-Type": "text/plain" }],
  [415, { "Content-Type": "application/jsonp" }],
  [415, { "Content-Encoding": "gzip" }],
  [406, { Accept: "application/json" }],
  [406, { Accept: "text/event-stream" }],
  [406, { Accept: "application/json, text/event-stream;q=0" }],
  [200, { Accept: "*/*" }],
  [200, { Accept: "application/json;q=0.9, text/*" }],
  [200, { "Content-Type": "Application/JSON; charset=utf-8" }],
] as const)("answers %i to the headers %j", async ([status, headers]) => {
  const front = await startFront();
  expect((await post(front, HELLO, headers)).status).toBe(status);
  expect(front.host.sessions.length).toBe(status === 200 ? 1 : 0);
});

test.for(["PUT", "PATCH", "HEAD"])("the method %s is refused", async (method) => {
  const front = await startFront();
  const response = await fetch(front.url, { method, headers: HEADERS });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST, GET, DELETE");
});

test("the root is the same as the path, and nothing else is there", async () => {
  const front = await startFront();
  const at = (path: string): Promise<Response> =>
    fetch(new URL(path, front.url), { method: "POST", headers: HEADERS, body: HELLO });
  expect((await at("/")).status).toBe(200);
  expect((await at("/mcp?x=1")).status).toBe(200);
  expect((await at("/mcp/x")).status).toBe(404);
});
