import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Place } from "./place.ts";
import { type Kind, SdkClient, type Target, YES } from "./sdk-client.ts";
import { POLICY, serving } from "./settings.ts";

const place = new Place();
let serve: Target;
const wrap = (...flags: readonly string[]): Target => ({
  command: place.wrapping(...flags),
  cwd: place.folder,
  env: place.environment,
});

beforeAll(async () => {
  place.file("policy.yaml", POLICY);
  const upstreams = { bank: { url: await place.listeningBank() } };
  place.file("gateway.yaml", serving(upstreams, { approvals: { wait: "20s" } }));
  serve = { url: await place.gateway("serve", "--config", "gateway.yaml").url() };
});

afterAll(() => place.close());

const paid = (): number => place.callsOf("pay").length;

describe.each<[Kind, string, number]>([
  ["v1", "stdio", 110],
  ["v2 legacy", "HTTP", 120],
  ["v2 modern", "HTTP", 130],
])("a call of a client of %s over %s that cannot ask anybody", (kind, transport, amount) => {
  let client: SdkClient;

  beforeAll(async () => {
    client = await SdkClient.connect(
      kind,
      transport === "stdio" ? wrap("--wait", "20s") : serve,
      false,
    );
  });
  afterAll(() => client.close());

  it("waits, and runs once another process has approved it", async () => {
    const before = paid();
    const answer = client.call("pay", { amount });
    const { id } = await place.pending(amount);
    expect(paid()).toBe(before);
    expect(await place.run("approve", id, "--by", "carol")).toMatchObject({ code: 0 });
    expect(await answer).toBe("ran pay");
    expect(paid()).toBe(before + 1);
  });

  it("waits, and does not run once another process has rejected it", async () => {
    const before = paid();
    const answer = client.call("pay", { amount });
    const { id } = await place.pending(amount);
    expect(await place.run("reject", id, "--by", "carol")).toMatchObject({ code: 0 });
    expect(await answer).toContain("approval_rejected");
    expect(paid()).toBe(before);
  });
});

describe("a call that is not held open, of a client that must not be asked,", () => {
  let client: SdkClient;

  beforeAll(async () => {
    client = await SdkClient.connect("v2 modern", wrap("--wait", "0s", "--approvals", "queue"));
    client.answer = () => YES;
  });
  afterAll(() => client.close());

  it("runs once between two approvals, whoever repeats it", async () => {
    const before = paid();
    const input = { amount: 555 };
    const first = await client.call("pay", input);
    const { id } = await place.pending(555);
    expect(first).toContain(`A human has to approve this call first (request ${id}`);
    expect(await client.call("pay", input)).toContain(id);
    expect(await place.run("approve", id, "--by", "carol")).toMatchObject({ code: 0 });
    expect(await client.call("pay", { amount: 556 })).toContain("Denied for now");
    expect(paid()).toBe(before);
    const [again, ...others] = await Promise.all([1, 2, 3].map(() => client.call("pay", input)));
    expect([again, ...others].filter((text) => text === "ran pay")).toHaveLength(1);
    expect(paid()).toBe(before + 1);
    expect(await client.call("pay", input)).toContain("Denied for now");
    expect(client.asked).toEqual([]);
  });
});

it("takes no approval for the tool of one server for that of another", async () => {
  const flags = ["--wait", "0s", "--approvals", "queue"];
  const [one, other] = await Promise.all(
    ["one", "other"].map((name) => SdkClient.connect("v2 modern", wrap(...flags, "--name", name))),
  );
  expect(await one?.call("pay", { amount: 600 })).toContain("Denied for now");
  const { id } = await place.pending(600);
  expect(await place.run("approve", id, "--by", "carol")).toMatchObject({ code: 0 });
  expect(await other?.call("pay", { amount: 600 })).toContain("Denied for now");
  expect(await one?.call("pay", { amount: 600 })).toBe("ran pay");
  await Promise.all([one?.close(), other?.close()]);
});

it("leaves a log that verifies", async () => {
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});
