import { createHash } from "node:crypto";
import {
  attenuateToken,
  generateHolderKey,
  type Mandate,
  mintToken,
  proveCall,
  readToken,
  writeToken,
} from "@capfence/core/tokens";
import { generateSignerKey, readSignerKey, writeVerifierKey } from "@capfence/core/tlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROOF_META as PROOF, TOKEN_META as TOKEN } from "../../src/gateway/relay/take-token.ts";
import { Place } from "./place.ts";
import { type Heard, HttpClient, MODERN, PipeClient, type RawClient } from "./raw-client.ts";
import { serving } from "./settings.ts";

const ISSUER = readSignerKey(generateSignerKey("issuer"));
const HOLDER = generateHolderKey();
const POLICY = `
tokens:
  issuers: [${writeVerifierKey(ISSUER.verifier)}]
  audience: bank-gateway
  bearer: true
deny: [{ capability: bank.pay, amount_gt: 100 }]
allow:
  - { capability: bank.pay, requires_token: true }
  - bank.read
tools: { pay: bank.pay, read: bank.read }
`;

const place = new Place();
let url = "";

/** A token for payments up to 10. */
function minted(changes: Partial<Mandate> = {}, holder?: Uint8Array): string {
  const now = Date.now();
  const mandate = { tools: ["pay"], conditions: { amount_lte: 10 }, expires: now + 60_000 };
  return writeToken(
    mintToken({ ...mandate, ...changes }, ISSUER, { now, ...(holder && { holder }) }),
  );
}

/** What the holder of a token shows with a call. */
function proven(token: string, amount: number, key = HOLDER.privateKey): object {
  const call = { tool: "pay", arguments: { amount } };
  const at = { audience: "bank-gateway", now: Date.now() };
  return { [TOKEN]: token, [PROOF]: proveCall(readToken(token).chain, call, { ...at, key }) };
}

beforeAll(async () => {
  place.file("policy.yaml", POLICY);
  place.file("gateway.yaml", serving({ bank: { url: await place.listeningBank() } }));
  url = await place.gateway("serve", "--config", "gateway.yaml").url();
});

afterAll(() => place.close());

/** How many payments the server has got. */
const paid = (): number => place.callsOf("pay").length;

const wordsOf = ({ result, error }: Heard): string =>
  error?.message ?? result?.content?.[0]?.text ?? JSON.stringify(result);

describe.each([
  ["HTTP", "legacy"],
  ["HTTP", "modern"],
  ["stdio", "legacy"],
  ["stdio", "modern"],
])("over %s, in the %s era, a call", (transport, era) => {
  let client: RawClient;

  beforeAll(async () => {
    client = transport === "HTTP" ? new HttpClient(url) : new PipeClient(place.wrap());
    if (era === "legacy") await client.initialize();
  });

  /** Pays with what is shown in `_meta`, and gives what is said. */
  async function pay(shown: object, amount = 5, name = "pay"): Promise<string> {
    const meta = { ...(era === "modern" ? MODERN : {}), ...shown };
    return wordsOf(
      await client.request("tools/call", { name, arguments: { amount }, _meta: meta }),
    );
  }

  /** What a list has that is asked for with what is shown in `_meta`. */
  async function listed(shown: object): Promise<readonly string[]> {
    const meta = { ...(era === "modern" ? MODERN : {}), ...shown };
    const { result } = await client.request("tools/list", { _meta: meta });
    return (result?.tools ?? []).map(({ name }) => name);
  }

  it("with a valid token runs, and the server does not get the token", async () => {
    expect(await pay({ [TOKEN]: minted() })).toBe("ran pay");
    const got = place.received.findLast(({ method }) => method === "tools/call");
    expect(got?.params).toMatchObject({ name: "pay", arguments: { amount: 5 } });
    expect(JSON.stringify(got)).not.toMatch(/capfence/);
  });

  it("with a bound token runs once with the proof of its holder", async () => {
    const shown = proven(minted({}, HOLDER.publicKey), 5);
    expect(await pay(shown)).toBe("ran pay");
    const before = paid();
    expect(await pay(shown)).toContain("token_replayed");
    expect(paid()).toBe(before);
  });

  it.each<[string, string, () => object, number?]>([
    ["without a token", "policy_default_deny", () => ({})],
    ["with one that is none", "token_invalid", () => ({ [TOKEN]: "capfence1.x.y" })],
    ["with arguments outside of it", "token_scope", () => ({ [TOKEN]: minted() }), 11],
    ["with one for another tool", "token_scope", () => ({ [TOKEN]: minted({ tools: ["read"] }) })],
    [
      "with one for another gate",
      "token_invalid",
      () => ({ [TOKEN]: minted({ audience: ["x"] }) }),
    ],
    ["with one for somebody else", "token_scope", () => ({ [TOKEN]: minted({ actor: "eve" }) })],
    [
      "with a bound one without a proof",
      "token_invalid",
      () => ({ [TOKEN]: minted({}, HOLDER.publicKey) }),
    ],
    [
      "with a bound one that a thief has no key to",
      "token_invalid",
      () => proven(minted({}, HOLDER.publicKey), 5, generateHolderKey().privateKey),
    ],
    [
      "with the proof of another call",
      "token_invalid",
      () => proven(minted({}, HOLDER.publicKey), 6),
    ],
    [
      "beyond the policy, whatever the token says",
      "policy_deny",
      () => ({ [TOKEN]: minted({ conditions: { amount_lte: 9999 } }) }),
      500,
    ],
  ])("%s is denied (%s), and the server hears nothing", async (_name, reason, shown, amount) => {
    const before = paid();
    expect(await pay(shown(), amount)).toContain(reason);
    expect(paid()).toBe(before);
  });

  it("with an expired token is denied", async () => {
    const token = minted({ expires: Date.now() + 300 });
    expect(await pay({ [TOKEN]: token })).toBe("ran pay");
    const before = paid();
    await new Promise((resolve) => setTimeout(resolve, 320));
    expect(await pay({ [TOKEN]: token })).toContain("token_expired");
    expect(paid()).toBe(before);
  });

  it("is listed where its token is for it, or where none is shown yet", async () => {
    expect(await listed({})).toEqual(["pay", "read"]);
    expect(await listed({ [TOKEN]: minted() })).toEqual(["pay"]);
    expect(await listed({ [TOKEN]: "capfence1.x.y" })).toEqual([]);
  });

  it("with two tokens, or a token that is no text, is refused", async () => {
    expect(await pay({ [TOKEN]: 5 })).toContain("must be text");
    expect(await pay({ [PROOF]: "x" })).toContain("proves nothing");
  });

  it("with a token that was revoked is denied at once, in a session that was open before", async () => {
    const token = minted();
    expect(await pay({ [TOKEN]: token })).toBe("ran pay");
    const before = paid();
    expect(await place.run("revoke", "--token", token, "--by", "alice")).toMatchObject({ code: 0 });
    expect(await pay({ [TOKEN]: token })).toContain("token_revoked");
    expect(paid()).toBe(before);
  });

  it("with a token that has a budget runs as often as that says, of all that come at once", async () => {
    const token = minted({ budget: { max_calls: { count: 10 } } });
    const later = { expires: Date.now() + 50_000 };
    const child = attenuateToken(readToken(token), later, { now: Date.now() });
    const before = paid();
    const shown = { [TOKEN]: token };
    const said = await Promise.all(Array.from({ length: 50 }, () => pay(shown)));
    expect(said.filter((words) => words === "ran pay")).toHaveLength(10);
    expect(said.filter((words) => words.includes("token_exhausted"))).toHaveLength(40);
    expect(paid() - before).toBe(10);
    expect(await listed(shown)).toEqual(["pay"]);
    expect(await pay({ [TOKEN]: writeToken(child) })).toContain("token_exhausted");
  });

  it("with a narrower token has less", async () => {
    const parent = readToken(minted());
    const child = attenuateToken(parent, { conditions: { amount_lte: 2 } }, { now: Date.now() });
    expect(await pay({ [TOKEN]: writeToken(child) }, 3)).toContain("token_scope");
    expect(await pay({ [TOKEN]: writeToken(child) }, 2)).toBe("ran pay");
  });
});

/** Pays over HTTP, without a session. */
async function asks(
  authorization: string,
  meta: object = {},
  amount = 5,
  to = url,
): Promise<Response> {
  return fetch(to, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      "MCP-Protocol-Version": "2026-07-28",
      "Mcp-Method": "tools/call",
      "Mcp-Name": "pay",
      Authorization: authorization,
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "pay", arguments: { amount }, _meta: { ...MODERN, ...meta } },
    }),
  });
}

it("a call over HTTP may show its token as its bearer, and hears why not by the status", async () => {
  const good = await asks(`Bearer ${minted()}`);
  expect([good.status, wordsOf((await good.json()) as Heard)]).toEqual([200, "ran pay"]);
  const outside = await asks(`Bearer ${minted()}`, {}, 11);
  expect(outside.status).toBe(403);
  expect(outside.headers.get("WWW-Authenticate")).toBe('Bearer error="insufficient_scope"');
  const spent = await asks(`Bearer ${minted({ budget: { max_total: { amount: 4 } } })}`);
  expect([spent.status, spent.headers.get("WWW-Authenticate")]).toEqual([
    403,
    'Bearer error="insufficient_scope"',
  ]);
  expect(await spent.text()).toContain("token_exhausted");
  const forged = await asks(`Bearer ${minted().slice(0, -3)}AAA`);
  expect(forged.status).toBe(401);
  expect(forged.headers.get("WWW-Authenticate")).toBe('Bearer error="invalid_token"');
  expect(await forged.text()).toContain("token_invalid");
  const two = await asks(`Bearer ${minted()}`, { [TOKEN]: minted() });
  expect(await two.text()).toContain("show one");
});

it("a denied token in _meta says nothing against the bearer that says who calls", async () => {
  const sha256 = createHash("sha256").update("of-the-agent").digest("hex");
  const identity = { bearer: [{ sha256, actor: "agent" }] };
  place.file("known.yaml", serving({ bank: { url: await place.listeningBank() } }, { identity }));
  const known = await place.gateway("serve", "--config", "known.yaml").url();
  const before = paid();
  const denied = await asks("Bearer of-the-agent", { [TOKEN]: "capfence1.x.y" }, 5, known);
  expect([denied.status, denied.headers.get("WWW-Authenticate")]).toEqual([200, null]);
  expect(await denied.text()).toContain("token_invalid");
  expect((await asks("Bearer of-somebody", { [TOKEN]: minted() }, 5, known)).status).toBe(401);
  expect((await asks(`Bearer ${minted()}`, {}, 5, known)).status).toBe(401);
  expect(paid()).toBe(before);
});

it("what is shown as a capability token and is odd does not pass for none", async () => {
  const shown = await asks("Bearer capfence1.!", {}, 5);
  expect([shown.status, await shown.text()]).toEqual([
    401,
    expect.stringContaining("token_invalid"),
  ]);
});
