import { describe, expect, it } from "vitest";
import { GATE, holds, minted, NOW, refund, usesOf } from "../../test/minted.ts";
import { generateHolderKey } from "./holder-key.ts";
import { type AdmitOptions, admitCall, type PresentedToken } from "./admit-call.ts";
import { blocksOf } from "./chain.ts";
import { attenuateToken } from "./make-token.ts";
import { proveCall } from "./proof.ts";
import { type Token, writeToken } from "./token-text.ts";

const gate: AdmitOptions = { ...GATE, holds };
const { privateKey: key, publicKey } = generateHolderKey();

/** A token with the proof of a call that its holder makes. */
function shown(token: Token, by: Uint8Array, payload: object = { amount: 5 }): PresentedToken {
  const call = { tool: "payments.refund", arguments: payload as { amount: number } };
  const proof = proveCall(token.chain, call, { key: by, audience: "gate", now: NOW });
  return { text: writeToken(token), proof };
}

describe("a call with a bound token", () => {
  it("is admitted with the proof of its holder, whose nonce is told", () => {
    const admitted = admitCall(shown(minted({}, publicKey), key), refund({ amount: 5 }), gate);
    expect(admitted).toMatchObject({ issuer: "issuer", actors: ["shop"] });
    expect(admitted.proof?.nonce).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ["no proof", (token: Token) => ({ text: writeToken(token) })],
    ["the proof of a thief", (token: Token) => shown(token, generateHolderKey().privateKey)],
    ["the proof of another call", (token: Token) => shown(token, key, { amount: 6 })],
  ])("is not admitted with %s", (_name, present) => {
    const presented = present(minted({}, publicKey));
    expect(() => admitCall(presented, refund({ amount: 5 }), gate)).toThrow(
      expect.objectContaining({ fault: "proof" }),
    );
  });

  it("is not admitted for what is outside of it, though its holder proves it", () => {
    const present = shown(minted({}, publicKey), key, { amount: 51 });
    expect(() => admitCall(present, refund({ amount: 51 }), gate)).toThrow(
      expect.objectContaining({ fault: "scope", message: expect.stringContaining("conditions") }),
    );
  });
});

describe("a call with a token that has a budget", () => {
  const token = minted({ budget: { max_calls: { count: 2 } } }, publicKey);
  const child = attenuateToken(
    token,
    { expires: NOW + 9, budget: { max_total: { amount: 7, per: "5s" } } },
    { now: NOW, holder: publicKey, key },
  );
  const event = refund({ amount: 5 });

  it("is not admitted for those who do not count", () => {
    expect(() => admitCall(shown(token, key), event, gate)).toThrow(
      expect.objectContaining({ fault: "scope", message: expect.stringContaining("budget") }),
    );
  });

  it("says what it uses of every block, until when, by the id of that block", () => {
    const [first, second] = blocksOf(child.chain);
    expect(admitCall(shown(child, key), event, { ...gate, usesOf }).budgets).toEqual([
      {
        bucket: `${first?.id} max_calls`,
        most: "2",
        uses: "1",
        until: NOW + 60_000,
        window: Number.MAX_SAFE_INTEGER,
      },
      { bucket: `${second?.id} max_total`, most: "7", uses: "5", until: NOW + 9, window: 5000 },
    ]);
  });
});

describe("a call with a token that anybody could use", () => {
  const present = { text: writeToken(minted()) };

  it("is admitted only where the gate takes such tokens", () => {
    expect(() => admitCall(present, refund({ amount: 5 }), gate)).toThrow(
      expect.objectContaining({ fault: "bearer" }),
    );
    expect(admitCall(present, refund({ amount: 5 }), { ...gate, bearer: true }).proof).toBe(
      undefined,
    );
  });

  it("is not admitted where whoever has seen it passes for its holder", () => {
    const stolen = minted();
    const { chain, key: seen = key } = stolen;
    const cut = shown({ chain }, seen);
    const bound = shown(attenuateToken(stolen, {}, { now: NOW, holder: publicKey }), key);
    for (const presented of [cut, bound]) {
      expect(() => admitCall(presented, refund({ amount: 5 }), gate)).toThrow(
        expect.objectContaining({ fault: "bearer" }),
      );
      expect(
        admitCall(presented, refund({ amount: 5 }), { ...gate, bearer: true }).proof,
      ).toBeDefined();
    }
  });

  it("is not admitted without its sign that anybody can use it", () => {
    const { chain } = minted();
    const { bearer: _bearer, ...block } = chain.authority.block;
    const { text } = minted({}, block.next).chain.authority;
    const authority = { ...chain.authority, block, text };
    const unsigned = { text: writeToken({ chain: { ...chain, authority } }) };
    expect(() => admitCall(unsigned, refund({ amount: 5 }), gate)).toThrow(
      expect.objectContaining({ fault: "signature" }),
    );
  });

  it("is not admitted once the key is cut off from its text", () => {
    const cut = { text: present.text.split(".").slice(0, -1).join(".") };
    expect(() => admitCall(cut, refund({ amount: 5 }), { ...gate, bearer: true })).toThrow(
      expect.objectContaining({ fault: "proof" }),
    );
  });

  it("is not admitted with the wider token that a narrower one begins with", () => {
    const narrow = attenuateToken(minted(), { conditions: { amount_lte: 1 } }, { now: NOW });
    const parts = writeToken(narrow).split(".");
    const wider = { text: [...parts.slice(0, 3), parts.at(-1) ?? ""].join(".") };
    expect(() => admitCall(wider, refund({ amount: 5 }), { ...gate, bearer: true })).toThrow(
      expect.objectContaining({ fault: "malformed" }),
    );
  });
});
