import { describe, expect, it } from "vitest";
import { minted, NOW } from "../../test/minted.ts";
import { generateHolderKey } from "./holder-key.ts";
import { attenuateToken } from "./make-token.ts";
import { checkProof, proveCall } from "./proof.ts";
import { TokenError } from "./token-error.ts";

const { privateKey: key, publicKey } = generateHolderKey();
const { chain } = minted({}, publicKey);
const call = { tool: "payments.refund", arguments: { amount: 5, to: "a" } };
const here = { audience: "gate", now: NOW };
const proof = proveCall(chain, call, { ...here, key });

describe("the proof of a call", () => {
  it("holds for that call, in whatever order its arguments stand, with a nonce of its own", () => {
    const again = { tool: "payments.refund", arguments: { to: "a", amount: 5 } };
    const checked = checkProof(proof, chain, again, here);
    expect(checked.expires).toBe(NOW + 60_000);
    expect(checkProof(proof, chain, call, here).nonce).toBe(checked.nonce);
    const other = proveCall(chain, call, { ...here, key });
    expect(checkProof(other, chain, call, here).nonce).not.toBe(checked.nonce);
  });

  it.each([
    ["other arguments", { ...call, arguments: { amount: 6, to: "a" } }, here],
    ["another tool", { ...call, tool: "payments.pay" }, here],
    ["another gate", call, { ...here, audience: "other" }],
  ])("does not hold for %s", (_name, other, gate) => {
    expect(() => checkProof(proof, chain, other, gate)).toThrow("another call, token or gate");
  });

  it("does not hold for another token of the same holder, nor for a narrower one", () => {
    const narrower = attenuateToken(
      { chain },
      { actor: "b" },
      { now: NOW, key, holder: publicKey },
    );
    for (const other of [minted({}, publicKey).chain, narrower.chain])
      expect(() => checkProof(proof, other, call, here)).toThrow("another call, token or gate");
  });

  it("does not hold much before or after it was made", () => {
    // At the very moment at which its nonce may be forgotten it holds no more.
    for (const now of [NOW - 60_001, NOW + 60_000, Number.NaN])
      expect(() => checkProof(proof, chain, call, { ...here, now })).toThrow("not made now");
    for (const now of [NOW - 60_000, NOW + 59_999])
      expect(checkProof(proof, chain, call, { ...here, now })).toBeDefined();
  });

  it("is not to be had without the holder's key", () => {
    const stolen = proveCall(chain, call, { ...here, key: generateHolderKey().privateKey });
    expect(() => checkProof(stolen, chain, call, here)).toThrow("signature is not the holder's");
  });

  it("has no second text", () => {
    const [first = "", signature = ""] = proof.split(".");
    const text = Buffer.from(first, "base64url");
    const nonce = /"nonce":"([^"]+)/.exec(text.toString())?.[1] ?? "";
    expect(nonce).toHaveLength(36);
    const marked = Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), text]).toString("base64url");
    expect(() => checkProof(`${marked}.${signature}`, chain, call, here)).toThrow("no JSON");
    const broken = Buffer.from(text);
    broken[text.indexOf(nonce)] = 0xff;
    const unread = `${broken.toString("base64url")}.${signature}`;
    expect(() => checkProof(unread, chain, call, here)).toThrow("not UTF-8");
  });

  it("is refused with any of its bits turned, or as anything else", () => {
    const bytes = Buffer.from(proof);
    for (let place = 0; place < bytes.length; place += 1)
      for (let bit = 0; bit < 8; bit += 1) {
        const turned = Buffer.from(bytes);
        turned[place] = (turned[place] ?? 0) ^ (1 << bit);
        expect(() => checkProof(turned.toString("latin1"), chain, call, here)).toThrow(TokenError);
      }
    for (const text of ["", ".", "e30.AA", `${proof}.AA`, "x".repeat(5000), "bnVsbA.AA"])
      expect(() => checkProof(text, chain, call, here)).toThrow(TokenError);
  });
});
