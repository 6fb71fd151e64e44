import { beforeEach, describe, expect, it } from "vitest";
import { PAYING } from "../../../test/gateway/paying.ts";
import { Relayed } from "../../../test/gateway/relayed.ts";
import { said, ScriptedUpstream } from "../../../test/gateway/scripted-upstream.ts";
import { wordsOf } from "../../../test/gateway/scripted-client.ts";
import { RequestNotSent } from "../upstream/conversation.ts";
import type { Answer } from "../wire/message.ts";

let now: number;
let bank: ScriptedUpstream;
let relayed: Relayed;

beforeEach(() => {
  now = 1000;
  bank = new ScriptedUpstream("bank", ["read"]);
  const other = new ScriptedUpstream("other", ["read"]);
  const settings = { prefix: "always" as const };
  const policy = PAYING.replaceAll("a__", "bank__").replaceAll("b__", "other__");
  relayed = new Relayed({ policy, upstreams: [bank, other], settings, clock: () => now });
});

const logged = (): readonly string[] => relayed.logged.filter((line) => /reached|ended/.test(line));
const messages = (): readonly string[] => logged().map((line) => line.split(" {")[0] ?? "");
const refuse = async (): Promise<never> => {
  throw new Error("no such program");
};
const accept = async (): Promise<void> => {};

describe("a server that is down", () => {
  it("is told of once, whoever tries it and however often, and again when it is back", async () => {
    bank.opening = refuse;
    for (const era of ["legacy", "modern", "legacy"] as const) {
      // oxlint-disable-next-line no-await-in-loop
      const client = await relayed.client(era);
      // oxlint-disable-next-line no-await-in-loop
      await Promise.all([client.tools(), client.tools(), client.call("bank__read")]);
    }
    expect(logged()).toEqual([
      'a server cannot be reached {"upstream":"bank","error":"no such program"}',
    ]);
    bank.opening = accept;
    const client = relayed.connect();
    await client.initialize();
    const back = logged().length;
    await client.call("bank__read");
    expect(back).toBe(2);
    expect(logged().slice(1)).toEqual(['a server can be reached again {"upstream":"bank"}']);
    bank.opening = refuse;
    await relayed.client();
    expect(logged()).toHaveLength(3);
  });

  it("is told of once a minute while it lasts, with how often it was tried meanwhile", async () => {
    bank.opening = refuse;
    const client = await relayed.client("modern");
    const tries = async (at: number): Promise<void> => {
      now = at;
      await client.call("bank__read");
    };
    await tries(1000);
    await tries(30_000);
    await tries(60_999);
    expect(logged()).toHaveLength(1);
    await tries(61_000);
    await tries(61_001);
    expect(logged().slice(1)).toEqual([
      'a server cannot be reached {"upstream":"bank","error":"no such program","untold":2}',
    ]);
  });

  it("is told of where a conversation is open already, until it answers", async () => {
    bank.on("tools/call", () => {
      throw new RequestNotSent("connection refused");
    });
    const client = await relayed.client();
    expect((await client.call("bank__read")).error).toBeDefined();
    expect((await client.call("bank__read")).error).toBeDefined();
    expect(logged()).toEqual([
      'a server cannot be reached {"upstream":"bank","error":"connection refused"}',
    ]);
    bank.on("tools/call", () => said("ran read"));
    await client.call("bank__read");
    expect(logged().slice(1)).toEqual(['a server can be reached again {"upstream":"bank"}']);
  });

  it("is told of no more than a few times a minute where it comes and goes", async () => {
    bank.on("tools/call", () => {
      throw new RequestNotSent("connection refused");
    });
    const client = await relayed.client("modern");
    const flap = async (): Promise<void> => {
      await client.call("bank__read");
      await relayed.client();
    };
    for (let count = 0; count < 5; count += 1)
      // oxlint-disable-next-line no-await-in-loop
      await flap();
    const [down, back] = ["a server cannot be reached", "a server can be reached again"];
    expect(messages()).toEqual([down, back, down]);
    now += 60_000;
    await flap();
    // The newest line says how it is.
    expect(messages().slice(3)).toEqual([down, back]);
  });

  it("is told of once where it does not speak as a session does, however often it is asked", async () => {
    bank.eras = ["legacy"];
    const client = await relayed.client("modern");
    for (let count = 0; count < 3; count += 1)
      // oxlint-disable-next-line no-await-in-loop
      expect((await client.call("bank__read")).error).toBeDefined();
    expect(bank.calls).toEqual([]);
    expect(relayed.logged).toEqual([
      'a server cannot be reached {"upstream":"bank","error":"\\"bank\\" does not speak the modern era"}',
    ]);
  });

  it("is one of its own beside another that is down", async () => {
    for (const one of relayed.upstreams.values()) one.opening = refuse;
    await (await relayed.client("modern")).tools();
    expect(logged().map((line) => /"upstream":"(\w+)"/.exec(line)?.[1])).toEqual(["bank", "other"]);
  });

  it("is not back because the one that it has replaced still answers", async () => {
    const answering = Promise.withResolvers<Answer>();
    const asked = Promise.withResolvers<void>();
    bank.on("tools/call", () => {
      asked.resolve();
      return answering.promise;
    });
    const called = (await relayed.client()).call("bank__read");
    await asked.promise;
    const next = new ScriptedUpstream("bank", ["read"]);
    next.opening = refuse;
    relayed.upstreams = new Map([...relayed.upstreams, ["bank", next]]);
    await relayed.client();
    answering.resolve(said("ran read"));
    expect(wordsOf(await called)).toBe("ran read");
    expect(logged()).toEqual([
      'a server cannot be reached {"upstream":"bank","error":"no such program"}',
    ]);
  });
});

describe("nothing is told of a server", () => {
  it("where a client gives up before it is reached", async () => {
    const stop = new AbortController();
    bank.on("tools/call", async () => {
      stop.abort();
      throw new RequestNotSent("nobody waits for the answer");
    });
    const client = await relayed.client();
    await client.request("tools/call", { name: "bank__read" }, { signal: stop.signal });
    expect(bank.calls).toHaveLength(1);
    expect(logged()).toEqual([]);
  });

  it("except that it has ended the conversation, where it does that instead of taking a request", async () => {
    bank.on("tools/call", (_request, _options, conversation) => {
      conversation.end("it has forgotten the session");
      throw new RequestNotSent("it has forgotten the session");
    });
    const client = await relayed.client();
    await client.call("bank__read");
    expect(logged()).toEqual([
      'a conversation with a server has ended {"upstream":"bank","error":"it has forgotten the session"}',
    ]);
  });

  it("where the session ends while it is being opened", async () => {
    const opening = Promise.withResolvers<void>();
    bank.opening = () => opening.promise;
    const client = relayed.connect();
    const initialized = client.initialize();
    const closed = client.session.close();
    opening.reject(new Error("too late"));
    await Promise.all([initialized, closed]);
    expect(logged()).toEqual([]);
  });

  it("where the configuration has taken it out meanwhile", async () => {
    const opening = Promise.withResolvers<void>();
    bank.opening = () => opening.promise;
    const client = relayed.connect();
    const initialized = client.initialize();
    relayed.upstreams = new Map([...relayed.upstreams].filter(([name]) => name !== "bank"));
    opening.reject(new Error("it is gone"));
    await initialized;
    expect(logged()).toEqual([]);
  });
});

it("conversations that a server ends are told of once a minute", async () => {
  await Promise.all([1, 2, 3].map(() => relayed.client()));
  for (const conversation of bank.conversations) conversation.end("exit code 3");
  now += 60_000;
  const client = await relayed.client();
  bank.conversation.end("exit code 4");
  await client.call("bank__read");
  expect(logged()).toEqual([
    'a conversation with a server has ended {"upstream":"bank","error":"exit code 3"}',
    'a conversation with a server has ended {"upstream":"bank","error":"exit code 4","untold":2}',
  ]);
});
