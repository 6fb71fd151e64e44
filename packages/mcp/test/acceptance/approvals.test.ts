import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Place } from "./place.ts";
import { POLICY, serving } from "./settings.ts";
import { DISMISSED, type Kind, NO, SdkClient, type Target, YES } from "./sdk-client.ts";

const place = new Place();
const targets = new Map<"stdio" | "http", Target>();

beforeAll(async () => {
  place.file("policy.yaml", POLICY);
  place.file("gateway.yaml", serving({ bank: { url: await place.listeningBank() } }));
  const command = place.wrapping("--log-level", "error");
  targets.set("stdio", { command, cwd: place.folder, env: place.environment });
  targets.set("http", { url: await place.gateway("serve", "--config", "gateway.yaml").url() });
});

afterAll(() => place.close());

const CLIENTS = (["stdio", "http"] as const).flatMap((transport) =>
  (["v1", "v2 legacy", "v2 modern"] as const).map((kind): [Kind, "stdio" | "http"] => [
    kind,
    transport,
  ]),
);

describe.each(CLIENTS)("a client of %s over %s", (kind, transport) => {
  let client: SdkClient;
  let amount = 100 + CLIENTS.findIndex((one) => one[0] === kind && one[1] === transport) * 100;

  beforeAll(async () => {
    client = await SdkClient.connect(kind, targets.get(transport) as Target);
  });
  afterAll(() => client.close());

  /** Calls with arguments that nobody has used, and says how often the bank has got the call. */
  async function pay(): Promise<[string, number]> {
    amount += 1;
    const before = place.callsOf("pay").length;
    const answer = await client.call("pay", { amount });
    return [answer, place.callsOf("pay").length - before];
  }

  it("runs a call once its user has approved it, and asks again for the next", async () => {
    client.answer = () => YES;
    const [asked] = [client.asked.length];
    expect(await pay()).toEqual(["ran pay", 1]);
    amount -= 1;
    client.answer = () => NO;
    expect(await pay()).toEqual([expect.stringContaining("approval_rejected"), 0]);
    expect(client.asked.slice(asked)).toHaveLength(2);
    expect(client.asked.at(-1)).toContain(`"amount": ${amount}`);
  });

  it("asks about every call by itself: an approval is for its arguments", async () => {
    client.answer = (message) => (message.includes(`"amount": ${amount}`) ? YES : NO);
    expect(await pay()).toEqual(["ran pay", 1]);
    client.answer = () => NO;
    expect(await pay()).toEqual([expect.stringContaining("approval_rejected"), 0]);
  });

  it.each([
    ["closes the form", DISMISSED],
    ["accepts without a word", { action: "accept", content: { name: "x" } } as const],
    ["does not approve", { action: "accept", content: { approve: false } } as const],
  ])("runs nothing where its user %s", async (_how, answer) => {
    client.answer = () => answer;
    expect(await pay()).toEqual([expect.stringMatching(/^(?:Denied|McpError|.*Error)/), 0]);
  });

  it("lets the server ask, too, in the middle of a call that was approved", async () => {
    const [before, asked] = [place.callsOf("ask").length, client.asked.length];
    client.answer = () => YES;
    expect(await client.call("ask", { amount })).toMatch(/^heard .*"name":"alice"/);
    expect(client.asked.slice(asked)).toEqual([
      expect.stringContaining('Approve "ask"?'),
      "the bank asks who you are",
    ]);
    // A server of the modern era gets the call once more, with the answer.
    expect(place.callsOf("ask").length - before).toBe(kind === "v2 modern" ? 2 : 1);
  });

  it("is not asked about what is denied or runs anyway", async () => {
    const asked = client.asked.length;
    expect(await client.call("pay", { amount: 5 })).toBe("ran pay");
    expect(await client.call("pay", { amount: 5000 })).toContain("nobody pays that much");
    expect(client.asked.slice(asked)).toEqual([]);
  });

  it("runs a call that the queue has approved while its user was asked", async () => {
    client.answer = async (message) => {
      const [, id = ""] = /\(([^)]+)\)/.exec(message) ?? [];
      expect((await place.run("approve", id, "--by", "carol")).errors).not.toContain("capfence:");
      return DISMISSED;
    };
    expect(await pay()).toEqual(["ran pay", 1]);
  });
});

it("leaves a log that verifies", async () => {
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});
