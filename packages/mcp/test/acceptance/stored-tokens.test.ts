import { createHash } from "node:crypto";
import { chmodSync, renameSync } from "node:fs";
import { join } from "node:path";
import { type Mandate, mintToken, readHolderKey, writeToken } from "@capfence/core/tokens";
import { generateSignerKey, readSignerKey, writeVerifierKey } from "@capfence/core/tlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TOKEN_META as TOKEN } from "../../src/gateway/relay/take-token.ts";
import type { GatewayProcess } from "./gateway-process.ts";
import { Place } from "./place.ts";
import { type Heard, HttpClient, MODERN, PipeClient, type RawClient } from "./raw-client.ts";
import { serving } from "./settings.ts";

const ISSUER = readSignerKey(generateSignerKey("issuer"));
const KEY = generateSignerKey("holder");
const HOLDER = readHolderKey(KEY).publicKey;
const POLICY = `
tokens: { issuers: [${writeVerifierKey(ISSUER.verifier)}], audience: bank-gateway, bearer: true }
allow:
  - { capability: bank.pay, requires_token: true }
  - bank.read
tools: { pay: bank.pay, read: bank.read }
`;

const place = new Place();
/** Everything that was stored, of which nothing may be seen anywhere. */
const stored: string[] = [];
let bank = "";

/** A token for payments up to 10, bound to a holder where one is given; made a while ago. */
function minted(changes: Partial<Mandate> = {}, holder?: Uint8Array): string {
  const now = Date.now() - 1000;
  const mandate = { tools: ["pay"], conditions: { amount_lte: 10 }, expires: now + 600_000 };
  return writeToken(
    mintToken({ ...mandate, ...changes }, ISSUER, { now, ...(holder && { holder }) }),
  );
}

/** Stores a text as a token, as programs do that renew them: all at once. */
function store(file: string, text: string): void {
  stored.push(text);
  place.file(`${file}.new`, `${text}\n`);
  renameSync(join(place.folder, `${file}.new`), join(place.folder, file));
}

const paid = (): number => place.callsOf("pay").length;

const wordsOf = ({ result, error }: Heard): string =>
  error?.message ?? result?.content?.[0]?.text ?? JSON.stringify(result);

beforeAll(async () => {
  place.file("policy.yaml", POLICY);
  chmodSync(place.file("holder.key", `${KEY}\n`), 0o600);
  bank = await place.listeningBank();
});

afterAll(() => place.close());

describe.each([
  ["HTTP", "legacy"],
  ["HTTP", "modern"],
  ["stdio", "legacy"],
  ["stdio", "modern"],
])("over %s, in the %s era, a call that comes without a token", (transport, era) => {
  const file = `${transport}-${era}.token`;
  let gateway: GatewayProcess;
  let client: RawClient;

  beforeAll(async () => {
    store(file, minted());
    if (transport === "HTTP") {
      const identity = { capability_token_file: file, holder_key: "holder.key" };
      place.file(`${file}.yaml`, serving({ bank: { url: bank } }, { identity }));
      gateway = place.gateway("serve", "--config", `${file}.yaml`);
      client = new HttpClient(await gateway.url());
    } else {
      gateway = place.wrap("--token-file", file, "--holder-key", "holder.key");
      client = new PipeClient(gateway);
    }
    if (era === "legacy") await client.initialize();
  });

  /** Stores another token, and waits until the gateway has seen it. */
  async function replace(text: string, words = "the configuration is loaded"): Promise<void> {
    const from = gateway.errors.length;
    store(file, text);
    await gateway.logged(words, from);
  }

  async function pay(amount = 5, shown: object = {}): Promise<string> {
    const meta = { ...(era === "modern" ? MODERN : {}), ...shown };
    const params = { name: "pay", arguments: { amount }, _meta: meta };
    return wordsOf(await client.request("tools/call", params));
  }

  it("runs with the one that is stored, and the server does not get it", async () => {
    expect(await pay()).toBe("ran pay");
    const got = place.received.findLast(({ method }) => method === "tools/call");
    expect(got?.params).toMatchObject({ name: "pay", arguments: { amount: 5 } });
    expect(JSON.stringify(got)).not.toMatch(/capfence/);
  });

  it("is denied outside of it", async () => {
    const before = paid();
    expect(await pay(11)).toContain("Denied by policy (token_scope)");
    expect(paid()).toBe(before);
  });

  it("is only listed where the stored one is for it", async () => {
    const meta = era === "modern" ? MODERN : {};
    const { result } = await client.request("tools/list", { _meta: meta });
    expect(result?.tools?.map(({ name }) => name)).toEqual(["pay"]);
  });

  it("is judged by the token that it shows instead, whichever allows more", async () => {
    const before = paid();
    const less = minted({ conditions: { amount_lte: 2 } });
    expect(await pay(5, { [TOKEN]: less })).toContain("token_scope");
    expect(await pay(5, { [TOKEN]: "capfence1.x.y" })).toContain("token_invalid");
    expect(paid()).toBe(before);
    const more = minted({ conditions: { amount_lte: 20 } });
    expect(await pay(15, { [TOKEN]: more })).toBe("ran pay");
  });

  it("runs with a newer one that has replaced it, bound to the holder whose key is there", async () => {
    await replace(minted({ conditions: { amount_lte: 30 } }, HOLDER));
    expect([await pay(25), await pay(25)]).toEqual(["ran pay", "ran pay"]);
    expect(await pay(31)).toContain("token_scope");
  });

  it("goes on with the one before where what has replaced it is none, which is said", async () => {
    await replace("garbage", "the one before stays");
    expect(await pay(25)).toBe("ran pay");
    expect(gateway.errors.findLast((line) => line.includes("the one before stays"))).toContain(
      file,
    );
  });

  it.each([
    ["expired", "token_expired", () => ({ expires: Date.now() })],
    ["for another tool", "token_scope", () => ({ tools: ["read"] })],
    ["for another gate", "token_invalid", () => ({ audience: ["elsewhere"] })],
    ["for somebody else", "token_scope", () => ({ actor: "eve" })],
  ])("is denied where the one that has replaced it is %s", async (_name, reason, changes) => {
    await replace(minted(changes(), HOLDER));
    const before = paid();
    expect(await pay()).toContain(reason);
    expect(paid()).toBe(before);
    // A stored one that is not good says nothing against what a client shows.
    expect(await pay(5, { [TOKEN]: minted() })).toBe("ran pay");
  });

  it("is denied once the stored one is revoked, in a session that was open before", async () => {
    const token = minted();
    await replace(token);
    expect(await pay()).toBe("ran pay");
    const before = paid();
    expect(await place.run("revoke", "--token", token, "--by", "alice")).toMatchObject({ code: 0 });
    expect(await pay()).toContain("token_revoked");
    expect(paid()).toBe(before);
  });

  it("lets nobody see the stored ones, nor the key of their holder", () => {
    const seen = JSON.stringify([place.received, gateway.errors, client.heard]);
    const secrets = [KEY, ...stored].flatMap((text) => text.split(/[.+]/));
    expect(secrets.filter((part) => part.length > 30 && seen.includes(part))).toEqual([]);
  });
});

it("a bearer token's caller has its own stored token, and another's has none", async () => {
  const bearer = ["one", "two"].map((actor) => ({
    sha256: createHash("sha256").update(`of-${actor}`).digest("hex"),
    actor,
    ...(actor === "one" && { capability_token_file: "one.token" }),
  }));
  store("one.token", minted());
  const identity = { bearer };
  place.file("callers.yaml", serving({ bank: { url: bank } }, { identity }));
  const url = await place.gateway("serve", "--config", "callers.yaml").url();
  const call = async (actor: string): Promise<string> =>
    wordsOf(
      await new HttpClient(url, { Authorization: `Bearer of-${actor}` }).callModern("pay", {
        amount: 5,
      }),
    );
  expect(await call("one")).toBe("ran pay");
  const before = paid();
  expect(await call("two")).toContain("policy_default_deny");
  expect(paid()).toBe(before);
});

it("a gateway starts with a token that has expired, which it says, and with none that is unreadable", async () => {
  store("late.token", minted({ expires: Date.now() }));
  const late = place.wrap("--token-file", "late.token");
  expect(await late.logged("has expired")).toContain("late.token");
  const absent = await place.run(
    "mcp",
    "wrap",
    "-p",
    "policy.yaml",
    "--token-file",
    "no.token",
    "x",
  );
  expect(absent).toMatchObject({ code: 2, errors: expect.stringContaining("no.token") as string });
  place.file("none.yaml", `policy: policy.yaml\nidentity:\n  capability_token: "garbage"\n`);
  const garbage = await place.run("serve", "--config", "none.yaml");
  expect(garbage.code).toBe(2);
  expect(garbage.errors).toContain("none.yaml:3:21: identity.capability_token: ");
  expect(garbage.errors).not.toContain("garbage");
});
