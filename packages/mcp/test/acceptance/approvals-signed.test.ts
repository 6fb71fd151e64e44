import { afterAll, beforeAll, expect, it } from "vitest";
import { Place } from "./place.ts";
import { HttpClient } from "./raw-client.ts";
import { SdkClient, YES } from "./sdk-client.ts";
import { POLICY, serving } from "./settings.ts";

const place = new Place();
let url: string;

beforeAll(async () => {
  const policy = place.file("policy.yaml", POLICY);
  await place.run("approvers", "add", "alice", "--no-passphrase", "--policy", policy);
  const upstreams = { bank: { url: await place.listeningBank() } };
  place.file("gateway.yaml", serving(upstreams, { approvals: { wait: "20s" } }));
  url = await place.gateway("serve", "--config", "gateway.yaml").url();
});

afterAll(() => place.close());

const paid = (): number => place.callsOf("pay").length;

it.each(["v1", "v2 modern"] as const)(
  "asks no user of a client of %s where the policy says who signs, and takes only signatures",
  async (kind) => {
    const client = await SdkClient.connect(kind, { url });
    client.answer = () => YES;
    const [before, amount] = [paid(), 100 + kind.length];
    const answer = client.call("pay", { amount });
    const { id } = await place.pending(amount);
    expect(await place.run("approve", id, "--by", "mallory")).not.toMatchObject({ code: 0 });
    expect(paid()).toBe(before);
    const signed = await place.run("approve", id, "--by", "alice");
    expect(signed).toMatchObject({ code: 0, output: expect.stringContaining("approved by alice") });
    expect(await answer).toBe("ran pay");
    expect(client.asked).toEqual([]);
    expect(paid()).toBe(before + 1);
    await client.close();
  },
);

it("takes no yes of a client that was never asked", async () => {
  const client = new HttpClient(url);
  const before = paid();
  const yes = { action: "accept", content: { approve: true } };
  const more = { inputResponses: { capfence_approval: yes } };
  const answer = client.callModern("pay", { amount: 700 }, more);
  const { id } = await place.pending(700);
  expect(await place.run("reject", id, "--by", "alice")).toMatchObject({ code: 0 });
  expect(await answer).toMatchObject({ result: { isError: true } });
  expect(paid()).toBe(before);
});

it("leaves a log that verifies", async () => {
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});
