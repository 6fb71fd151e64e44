import { request } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { issue, issuerKey } from "../gateway/issuer.ts";
import { Place } from "./place.ts";
import { HttpClient } from "./raw-client.ts";
import { POLICY, serving } from "./settings.ts";

const place = new Place();
const ALICE = "token-of-alice-1234";
const BOB = "token-of-bob-123456";
const bearer = [ALICE, BOB].map((token, index) => ({ token, actor: ["alice", "bob"][index] }));
const audience = "https://gateway.example/mcp";
let url: string;
let tokens: Readonly<Record<string, string>>;

beforeAll(async () => {
  place.file("policy.yaml", POLICY);
  const [own, foreign] = await Promise.all([issuerKey("one"), issuerKey("one")]);
  place.file("keys.json", JSON.stringify({ keys: [own.jwk] }));
  const jwt = { issuer: "https://issuer.example", audience, jwks: "keys.json" };
  const upstreams = { bank: { url: await place.listeningBank() } };
  const limits = { calls_per_minute: 20 };
  place.file("gateway.yaml", serving(upstreams, { identity: { bearer, jwt }, limits }));
  const gateway = place.gateway("serve", "--config", "gateway.yaml");
  const past = Math.floor(Date.now() / 1000) - 3600;
  tokens = {
    good: await issue(own),
    expired: await issue(own, { iat: past, exp: past + 60 }),
    "not yet valid": await issue(own, { nbf: past + 7200 }),
    "signed by somebody else": await issue(foreign),
    "of another issuer": await issue(own, { iss: "https://evil.example" }),
    "for somebody else": await issue(own, { aud: "https://other.example/mcp" }),
    "that nobody has given out": "token-of-mallory-12",
    "of an approver's part": ALICE.slice(0, -1),
  };
  url = await gateway.url();
});

afterAll(() => place.close());

const client = (authorization: string | undefined): HttpClient =>
  new HttpClient(url, authorization === undefined ? {} : { Authorization: authorization });

/** Calls in both eras, with these headers, and gives the codes of what was refused. */
async function knock(headers: Record<string, string>): Promise<readonly (number | undefined)[]> {
  const answers = [
    await new HttpClient(url, headers).initialize(),
    await new HttpClient(url, headers).callModern("read"),
  ];
  return answers.map(({ error }) => error?.code);
}

it("lets in whoever has a token that was given out, or issued", async () => {
  for (const token of [ALICE, BOB, tokens["good"]]) {
    const { result } = await client(`Bearer ${token}`).callModern("read");
    expect(result?.content?.[0]?.text).toBe("ran read");
  }
});

it.each([
  "expired",
  "not yet valid",
  "signed by somebody else",
  "of another issuer",
  "for somebody else",
  "that nobody has given out",
  "of an approver's part",
])("keeps out a token %s, and the server hears of nothing", async (which) => {
  const before = place.received.length;
  expect(await knock({ Authorization: `Bearer ${tokens[which]}` })).toEqual([401, 401]);
  expect(place.received.slice(before)).toEqual([]);
});

it.each([
  ["nothing", undefined, [401, 401]],
  ["an empty token", "Bearer ", [401, 401]],
  ["another scheme", `Basic ${ALICE}`, [401, 401]],
  ["two tokens", `Bearer ${ALICE}, Bearer ${BOB}`, [401, 401]],
])("keeps out %s", async (_what, authorization, codes) => {
  const before = place.received.length;
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  for (const code of await knock(headers)) expect([...codes, 400]).toContain(code);
  expect(place.received.slice(before)).toEqual([]);
});

it.each([
  [{ Origin: "https://evil.example" }],
  [{ Origin: "null" }],
  [{ Origin: "http://localhost.evil.example" }],
  [{ Host: "evil.example" }],
  [{ Host: "evil.example:80" }],
  [{ Host: "localhost:1" }],
  [{ Host: "127.0.0.1.evil.example" }],
])("keeps out pages of others, whatever their token (%j)", async (headers) => {
  const before = place.received.length;
  const params = { protocolVersion: "2025-11-25", capabilities: {} };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
  expect(await statusOf(body, headers)).toBe(403);
  expect(place.received.slice(before)).toEqual([]);
});

it("keeps the session of one principal from another", async () => {
  const alice = client(`Bearer ${ALICE}`);
  await alice.initialize();
  await alice.call("read");
  const bob = client(`Bearer ${BOB}`);
  bob.session = alice.session;
  const before = place.received.length;
  expect((await bob.call("read")).error?.code).toBe(404);
  const headers = { Authorization: `Bearer ${BOB}`, "Mcp-Session-Id": alice.session };
  expect((await fetch(url, { method: "DELETE", headers })).status).toBe(404);
  const listening = await fetch(url, { headers: { ...headers, Accept: "text/event-stream" } });
  expect(listening.status).toBe(404);
  expect(place.received.slice(before)).toEqual([]);
  expect((await alice.call("read")).result?.content?.[0]?.text).toBe("ran read");
});

it("lets nobody call more often than they may, and others all the same", async () => {
  const [bob, before] = [client(`Bearer ${BOB}`), place.callsOf("read").length];
  const answers = await Promise.all(Array.from({ length: 40 }, () => bob.callModern("read")));
  const ran = answers.filter(({ result }) => result?.content?.[0]?.text === "ran read");
  expect(ran.length).toBeLessThanOrEqual(20);
  expect(ran.length).toBeGreaterThan(0);
  expect(place.callsOf("read").length - before).toBe(ran.length);
  const { result } = await client(`Bearer ${ALICE}`).callModern("read");
  expect(result?.content?.[0]?.text).toBe("ran read");
});

it("leaves no token in its log nor in the record, which verifies", async () => {
  const { output } = await place.run("logs", "--json");
  for (const token of [ALICE, BOB, ...Object.values(tokens)]) expect(output).not.toContain(token);
  expect(output).toContain('"actor":"alice"');
  expect(output).toContain('"actor":"user-1"');
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});

/** Posts with headers that fetch would not send. */
function statusOf(body: string, more: Record<string, string>): Promise<number | undefined> {
  const headers = {
    Authorization: `Bearer ${ALICE}`,
    "Content-Type": "application/json",
    Accept: "application/json, text/event-stream",
    ...more,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
