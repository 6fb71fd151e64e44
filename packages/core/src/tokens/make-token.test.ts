import { describe, expect, it } from "vitest";
import { ISSUER, minted, NOW, REFUNDS, verified } from "../../test/minted.ts";
import { generateHolderKey } from "./holder-key.ts";
import { attenuateToken, mintToken } from "./make-token.ts";
import { TokenError } from "./token-error.ts";

describe("a token", () => {
  it("needs a scope, and a time that is not over", () => {
    const { tools: _tools, ...everything } = REFUNDS;
    for (const capabilities of [undefined, ["*"], ["*.*"], ["payments.refund", "*.refund"]]) {
      const mandate = { ...everything, ...(capabilities && { capabilities }) };
      expect(() => mintToken(mandate, ISSUER, { now: NOW })).toThrow("one for everything is none");
    }
    expect(() => minted({ expires: NOW })).toThrow("must expire after it is made");
    expect(() => minted({ expires: Number.NaN })).toThrow("must expire after it is made");
  });

  it.each([
    [{ tools: [] }, "tools must be a list of 1 to 64"],
    [{ tools: ["a\u202eb"] }, "control or invisible"],
    [{ capabilities: ["a..b"] }, "no pattern of capabilities"],
    [{ conditions: { amount_lt: "much" } }, "amount_lt"],
    [{ conditions: { amount_less: 5 } }, 'unknown key "amount_less"'],
    [{ actor: "" }, "must not be empty"],
    [{ expires: NOW + 0.5 }, "whole milliseconds"],
  ])("cannot say %j", (changes, message) => {
    expect(() => minted(changes)).toThrow(TokenError);
    expect(() => minted(changes)).toThrow(message);
  });

  it("is handed on narrower, with the names of all who had it", () => {
    const parent = minted();
    const child = attenuateToken(parent, { actor: "helper", expires: NOW + 1000 }, { now: NOW });
    expect(verified(child)).toMatchObject({ actors: ["shop", "helper"], expires: NOW + 1000 });
    // Whoever revokes the one before revokes this one.
    expect(verified(child).ids[0]).toBe(verified(parent).ids[0]);
  });

  it("lasts no longer than the one before it, whatever it says", () => {
    const child = attenuateToken(minted(), { expires: NOW + 1e9 }, { now: NOW });
    expect(verified(child).expires).toBe(REFUNDS.expires);
  });

  it("is narrowed by its holder alone, where it is bound", () => {
    const { privateKey: key, publicKey } = generateHolderKey();
    const bound = minted({}, publicKey);
    expect(bound.key).toBeUndefined();
    const narrowing = { conditions: { amount_lte: 1 } };
    expect(() => attenuateToken(bound, narrowing, { now: NOW })).toThrow("takes their key");
    const thief = generateHolderKey().privateKey;
    expect(() => attenuateToken(bound, narrowing, { now: NOW, key: thief })).toThrow("not the key");
    expect(verified(attenuateToken(bound, narrowing, { now: NOW, key })).ids).toHaveLength(2);
  });

  it("is handed on only with something narrower or to a holder, and not without end", () => {
    expect(() => attenuateToken(minted(), {}, { now: NOW })).toThrow("nothing is narrowed");
    const holder = generateHolderKey().publicKey;
    expect(verified(attenuateToken(minted(), {}, { now: NOW, holder })).ids).toHaveLength(2);
    let token = minted();
    for (let more = 1; more < 8; more += 1)
      token = attenuateToken(token, { actor: `a${more}` }, { now: NOW });
    expect(verified(token).ids).toHaveLength(8);
    expect(() => attenuateToken(token, { actor: "one more" }, { now: NOW })).toThrow("8 blocks");
  });
});
