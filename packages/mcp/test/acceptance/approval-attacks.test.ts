import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Place } from "./place.ts";
import { type Heard, HttpClient, PipeClient, type RawClient } from "./raw-client.ts";
import { POLICY, serving } from "./settings.ts";

const place = new Place();
const clients = new Map<string, RawClient>();

beforeAll(async () => {
  place.file("policy.yaml", POLICY);
  const [alice, bob] = ["token-of-alice-123", "token-of-bob-1234567"];
  const bearer = [
    { token: alice, actor: "alice" },
    { token: bob, actor: "bob" },
  ];
  const upstreams = { bank: { url: await place.listeningBank() } };
  place.file("gateway.yaml", serving(upstreams, { identity: { bearer } }));
  const serve = place.gateway("serve", "--config", "gateway.yaml");
  clients.set("stdio", new PipeClient(place.wrap("--agent", "alice")));
  const url = await serve.url();
  clients.set("HTTP", new HttpClient(url, { Authorization: `Bearer ${alice}` }));
  clients.set("bob", new HttpClient(url, { Authorization: `Bearer ${bob}` }));
  await Promise.all([...clients.values()].map((client) => client.initialize()));
});

afterAll(() => place.close());

const paid = (): number => place.callsOf("pay").length;
const accept = (content: object): object => ({
  inputResponses: { capfence_approval: { action: "accept", content } },
});
const YES = accept({ approve: true });
const NOT_RUN = { result: { isError: true } };
const REFUSED = { error: { code: -32_602 } };

describe.each(["stdio", "HTTP"])("over %s, in the modern era,", (transport) => {
  let client: RawClient;
  let amount = transport === "stdio" ? 100 : 300;
  let requestState = "";
  let question: Heard;

  beforeAll(() => {
    client = clients.get(transport) as RawClient;
  });

  /** Has the gateway ask about a call that nobody has made before. */
  async function asked(): Promise<object> {
    amount += 1;
    question = await client.callModern("pay", { amount });
    expect(question.result?.resultType).toBe("input_required");
    requestState = question.result?.requestState ?? "";
    return { requestState };
  }

  it("an approval runs its call once, and a replay of it nothing", async () => {
    const before = paid();
    const state = await asked();
    const first = await client.callModern("pay", { amount }, { ...state, ...YES });
    expect(first.result?.content?.[0]?.text).toBe("ran pay");
    const again = await client.callModern("pay", { amount }, { ...state, ...YES });
    expect(again.result?.content?.[0]?.text).not.toBe("ran pay");
    expect(paid()).toBe(before + 1);
  });

  it("many who bring the same approval at once run one call", async () => {
    const before = paid();
    const state = await asked();
    const all = Array.from({ length: 8 }, () =>
      client.callModern("pay", { amount }, { ...state, ...YES }),
    );
    const texts = (await Promise.all(all)).map(({ result }) => result?.content?.[0]?.text);
    expect(texts.filter((text) => text === "ran pay")).toHaveLength(1);
    expect(paid()).toBe(before + 1);
  });

  it("an approval is for the arguments and the tool that were asked about", async () => {
    const before = place.received.length;
    const state = { ...(await asked()), ...YES };
    expect(await client.callModern("pay", { amount: amount + 500 }, state)).toMatchObject(REFUSED);
    expect(await client.callModern("pay", { amount, to: "me" }, state)).toMatchObject(REFUSED);
    expect(await client.callModern("ask", { amount }, state)).toMatchObject(REFUSED);
    expect(place.received).toHaveLength(before);
  });

  it("an approval that was touched is refused", async () => {
    const before = place.received.length;
    await asked();
    const [, , text = "", mac = ""] = requestState.split(".");
    const sealed = JSON.parse(Buffer.from(text, "base64url").toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...sealed, kind: "round" })).toString("base64url");
    for (const state of [
      `${requestState}x`,
      requestState.slice(0, -2),
      `capfence.v1.${forged}.${mac}`,
      `capfence.v1.${text}.`,
      `capfence.v1.${text}`,
      "capfence.v1.",
    ])
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect(
        await client.callModern("pay", { amount }, { requestState: state, ...YES }),
      ).toMatchObject(REFUSED);
    expect(place.received).toHaveLength(before);
  });

  it.each([
    ["no state at all", (): object => ({})],
    ["a state of its own making", (): object => ({ requestState: "approved" })],
  ])("a yes with %s is none", async (_what, state) => {
    const before = place.received.length;
    amount += 1;
    const answer = await client.callModern("pay", { amount }, { ...state(), ...YES });
    expect(answer.result?.resultType).toBe("input_required");
    expect(place.received).toHaveLength(before);
  });

  it.each([
    ["is a word", accept({ approve: "true" })],
    ["is a number", accept({ approve: 1 })],
    [
      "is for another question",
      { inputResponses: { other: { action: "accept", content: { approve: true } } } },
    ],
    ["is a no", accept({ approve: false })],
    ["is missing", {}],
  ])("a yes that %s runs nothing", async (_what, answers) => {
    const before = place.received.length;
    const state = await asked();
    const answer = await client.callModern("pay", { amount }, { ...state, ...answers });
    expect(answer).toMatchObject(NOT_RUN);
    expect(place.received).toHaveLength(before);
  });
});

it("an approval of one principal is none of another", async () => {
  const [alice, bob] = [clients.get("HTTP"), clients.get("bob")] as [RawClient, RawClient];
  const question = await alice.callModern("pay", { amount: 900 });
  const before = paid();
  const { requestState } = question.result ?? {};
  expect(await bob.callModern("pay", { amount: 900 }, { requestState, ...YES })).toMatchObject(
    REFUSED,
  );
  // Nor does the queue's answer to one let the other through.
  const { id } = await place.pending(900);
  expect(await place.run("approve", id, "--by", "carol")).toMatchObject({ code: 0 });
  const other = await bob.callModern("pay", { amount: 900 });
  expect(other.result?.resultType).toBe("input_required");
  expect(paid()).toBe(before);
  const own = await alice.callModern("pay", { amount: 900 });
  expect(own.result?.content?.[0]?.text).toBe("ran pay");
});

describe.each(["stdio", "HTTP"])("over %s, in the legacy era,", (transport) => {
  it("only the first answer to the question counts, under the id that the gateway has chosen", async () => {
    const client = clients.get(transport) as RawClient;
    const amount = transport === "stdio" ? 800 : 801;
    const before = paid();
    const call = await client.ask("tools/call", { name: "pay", arguments: { amount } });
    const asking = (message: Heard): boolean =>
      message.method === "elicitation/create" &&
      JSON.stringify(message.params).includes(`${amount}`);
    const { id } = await client.hears(asking);
    const yes = { result: { action: "accept", content: { approve: true } } };
    for (const other of ["capfence-99", 1, call, "bank-1"])
      // oxlint-disable-next-line no-await-in-loop -- one after another
      await client.say({ id: other, ...yes });
    expect(paid()).toBe(before);
    await client.say({ id, result: { action: "decline" } });
    await client.say({ id, ...yes });
    expect(await client.answerTo(call)).toMatchObject(NOT_RUN);
    expect(paid()).toBe(before);
    await client.say({ id, ...yes });
    expect(await client.call("pay", { amount: 1 })).toMatchObject({ result: {} });
    expect(paid()).toBe(before + 1);
  });
});

it("leaves a log that verifies", async () => {
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});
