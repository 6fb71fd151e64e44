import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GatewayProcess } from "./gateway-process.ts";
import { Place } from "./place.ts";
import { HttpClient, PipeClient, type RawClient } from "./raw-client.ts";
import { SdkClient, YES as APPROVED } from "./sdk-client.ts";
import { POLICY, serving } from "./settings.ts";

const place = new Place();
let gateway: GatewayProcess;
let url: string;

const serve = async (): Promise<void> => {
  gateway = place.gateway("serve", "--config", "gateway.yaml");
  url = await gateway.url();
};

beforeAll(async () => {
  place.file("policy.yaml", POLICY);
  const upstreams = { bank: { url: await place.listeningBank() } };
  // The next one listens where the one before did.
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const listen = `127.0.0.1:${(free.address() as AddressInfo).port}`;
  free.close();
  place.file("gateway.yaml", serving(upstreams, { listen, approvals: { wait: "0s" } }));
  await serve();
});

afterAll(() => place.close());

const paid = (): number => place.callsOf("pay").length;
const YES = {
  inputResponses: { capfence_approval: { action: "accept", content: { approve: true } } },
};

describe("a gateway that was killed, and started again,", () => {
  it("takes the answer to the question of the one before, once", async () => {
    const question = await new HttpClient(url).callModern("pay", { amount: 100 });
    const { requestState } = question.result ?? {};
    await gateway.crash();
    await serve();
    const client = new HttpClient(url);
    const before = paid();
    const state = { requestState, ...YES };
    const first = await client.callModern("pay", { amount: 100 }, state);
    expect(first.result?.content?.[0]?.text).toBe("ran pay");
    const second = await client.callModern("pay", { amount: 100 }, state);
    expect(second).toMatchObject({ result: { isError: true } });
    expect(paid()).toBe(before + 1);
  });

  it.each([
    ["v1", 200],
    ["v2 modern", 250],
  ] as const)(
    "lets through once what was approved for a client of %s before",
    async (kind, amount) => {
      const leaving = await SdkClient.connect(kind, { url }, false);
      expect(await leaving.call("pay", { amount })).toContain("Denied for now");
      const { id } = await place.pending(amount);
      expect(await place.run("approve", id, "--by", "carol")).toMatchObject({ code: 0 });
      await gateway.crash();
      await serve();
      const before = paid();
      const client = await SdkClient.connect(kind, { url }, false);
      const texts = await Promise.all([1, 2].map(() => client.call("pay", { amount })));
      expect(texts.filter((text) => text === "ran pay")).toHaveLength(1);
      expect(await client.call("pay", { amount })).toContain("Denied for now");
      expect(paid()).toBe(before + 1);
      await Promise.all([client.close(), leaving.close()]);
    },
  );

  it("knows no session of the one before, and clients begin anew", async () => {
    const client = new HttpClient(url);
    await client.initialize();
    const { session } = client;
    await gateway.crash();
    await serve();
    const before = place.received.length;
    expect(await client.call("read")).toMatchObject({ error: { code: 404 } });
    const headers = { "Mcp-Session-Id": session, Accept: "text/event-stream" };
    expect((await fetch(url, { headers })).status).toBe(404);
    expect((await fetch(url, { method: "DELETE", headers })).status).toBe(404);
    expect(place.received).toHaveLength(before);
    const again = new HttpClient(url);
    await again.initialize();
    expect((await again.call("read")).result?.content?.[0]?.text).toBe("ran read");
  });

  it("asks again about a call in the middle of which it died, before the server asks on", async () => {
    const client = new HttpClient(url);
    const question = await client.callModern("ask", { n: 1 });
    const { requestState } = question.result ?? {};
    const round = await client.callModern("ask", { n: 1 }, { requestState, ...YES });
    expect(round.result).toMatchObject({ inputRequests: { who: {} } });
    await gateway.crash();
    await serve();
    const before = place.callsOf("ask").length;
    const answered = await new HttpClient(url).callModern(
      "ask",
      { n: 1 },
      {
        requestState: round.result?.requestState,
        inputResponses: { who: { action: "accept", content: { name: "alice" } } },
      },
    );
    expect(answered.error?.code).toBe(-32_602);
    expect(place.callsOf("ask")).toHaveLength(before);
  });

  it("knows on standard input and output, too, what the one before was asked", async () => {
    const first = place.wrap();
    const question = await new PipeClient(first).callModern("pay", { amount: 300 });
    const { requestState } = question.result ?? {};
    await first.crash();
    const second: RawClient = new PipeClient(place.wrap());
    const before = paid();
    const state = { requestState, ...YES };
    const answer = await second.callModern("pay", { amount: 300 }, state);
    expect(answer.result?.content?.[0]?.text).toBe("ran pay");
    const again = await second.callModern("pay", { amount: 300 }, state);
    expect(again).toMatchObject({ result: { isError: true } });
    expect(paid()).toBe(before + 1);
  });

  it("asks anew where it died while a client of the legacy era was asked", async () => {
    const first = place.wrap();
    const leaving = new PipeClient(first);
    await leaving.initialize();
    const before = paid();
    void leaving.ask("tools/call", { name: "pay", arguments: { amount: 400 } });
    const { id } = await leaving.hears(({ method }) => method === "elicitation/create");
    await first.crash();
    const target = { command: place.wrapping(), cwd: place.folder, env: place.environment };
    const client = await SdkClient.connect("v2 legacy", target);
    expect(id).toBeDefined();
    client.answer = () => APPROVED;
    expect(await client.call("pay", { amount: 400 })).toBe("ran pay");
    expect(client.asked).toHaveLength(1);
    expect(paid()).toBe(before + 1);
    await client.close();
  });
});

it("leaves a log that verifies", async () => {
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});
