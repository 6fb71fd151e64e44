import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOSTILE } from "./hostile-messages.ts";
import { Place } from "./place.ts";
import { type Heard, HttpClient, PipeClient, type RawClient } from "./raw-client.ts";
import { POLICY, serving } from "./settings.ts";

const place = new Place();
const clients = new Map<string, RawClient>();
const limits = { message: "64KiB", concurrent_per_principal: 4, answer: "1s" };

beforeAll(async () => {
  place.file("policy.yaml", POLICY);
  const upstreams = { bank: { url: await place.listeningBank() } };
  const settings = { limits, approvals: { wait: "0s" } };
  place.file("http.yaml", serving(upstreams, settings));
  place.file("stdio.yaml", serving(upstreams, { ...settings, listen: "stdio" }));
  const http = place.gateway("serve", "--config", "http.yaml");
  clients.set("stdio", new PipeClient(place.gateway("serve", "--config", "stdio.yaml")));
  clients.set("HTTP", new HttpClient(await http.url()));
  await Promise.all(
    Array.from(clients.values(), async (client) => {
      await client.initialize({});
      // From here on, nothing is new to the gateway.
      await client.call("read");
      await client.callModern("read");
    }),
  );
});

afterAll(() => place.close());

/** What the gateway says to what it takes for no request it knows. */
async function nextHeard(client: RawClient, doing: () => Promise<void>): Promise<Heard> {
  const known = new Set(client.heard);
  await doing();
  return client.hears((one) => !known.has(one));
}

describe.each(["stdio", "HTTP"])("over %s, the server never hears of", (transport) => {
  let client: RawClient;
  beforeAll(() => {
    client = clients.get(transport) as RawClient;
  });

  it.each(HOSTILE)("%s", async (_what, message, code) => {
    const before = place.received.length;
    const heard = await nextHeard(client, () => client.send(message));
    expect(heard.error?.code ?? heard).toBe(code);
    expect(place.received.slice(before)).toEqual([]);
  });

  it("a message that is longer than messages may be", async () => {
    const before = place.received.length;
    const params = { name: "read", arguments: { x: "x".repeat(70_000) } };
    const text = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
    const heard = await nextHeard(client, () => client.send(text));
    expect(heard.error?.code).toBe(transport === "stdio" ? -32_700 : 413);
    expect(place.received.slice(before)).toEqual([]);
  });

  it("a call that is denied", async () => {
    const before = place.received.length;
    const input = { amount: 5000 };
    for (const one of [await client.call("pay", input), await client.callModern("pay", input)])
      expect(one.result?.content?.[0]?.text).toContain("nobody pays that much");
    expect(place.received.slice(before)).toEqual([]);
  });

  it("a call that waits for an approval", async () => {
    const before = place.received.length;
    const denied = await client.call("pay", { amount: 50 });
    expect(denied.result?.content?.[0]?.text).toContain("Denied for now");
    const asked = await client.callModern("pay", { amount: 50 });
    expect(asked.result?.resultType).toBe("input_required");
    expect(place.received.slice(before)).toEqual([]);
  });

  it("a call that asks for no answer", async () => {
    const before = place.received.length;
    for (const name of ["read", "pay", "secret"])
      // oxlint-disable-next-line no-await-in-loop -- one after another
      await client.say({ method: "tools/call", params: { name, arguments: { amount: 1 } } });
    await client.say({ method: "notifications/tools/call", params: { name: "read" } });
    expect(await client.call("pay", { amount: 5000 })).toMatchObject({ result: { isError: true } });
    expect(place.received.slice(before)).toEqual([]);
  });

  it("an answer to a question that nobody has asked", async () => {
    const before = place.received.length;
    await client.say({
      id: "capfence-1",
      result: { action: "accept", content: { approve: true } },
    });
    await client.say({ id: 7, result: { tools: [] } });
    expect(await client.call("pay", { amount: 5000 })).toMatchObject({ result: { isError: true } });
    expect(place.received.slice(before)).toEqual([]);
  });

  it("more calls at once than there may be", async () => {
    const before = place.callsOf("silent").length;
    const ids = await Promise.all(
      Array.from({ length: 12 }, () => client.ask("tools/call", { name: "silent" })),
    );
    const answers = await Promise.all(ids.map((id) => client.answerTo(id)));
    expect(answers.filter(({ error }) => error?.code === 429).length).toBeGreaterThanOrEqual(8);
    expect(place.callsOf("silent").length - before).toBeLessThanOrEqual(4);
  });
});

it("is all in the log as far as it was judged, and the log verifies", async () => {
  const { output } = await place.run("logs", "--json", "--decision", "deny");
  for (const words of [
    '"toolName":"secret"',
    '"toolName":"stray"',
    '"toolName":"nothing"',
    "mcp:resources/read",
  ])
    expect(output).toContain(words);
  expect(output.match(/"amount":5000/g)?.length).toBeGreaterThanOrEqual(8);
  const waiting = await place.run("logs", "--json", "--decision", "require_approval");
  expect(waiting.output).toContain('"amount":50}');
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});
