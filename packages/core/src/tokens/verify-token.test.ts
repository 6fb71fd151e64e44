import { describe, expect, it } from "vitest";
import { GATE, ISSUER, minted, NOW, REFUNDS, verified } from "../../test/minted.ts";
import { toBase64Url } from "../encoding/base64url.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import type { JsonObject } from "../encoding/json.ts";
import { generateSignerKey, readSignerKey } from "../encoding/note/note-key.ts";
import { attenuateToken, mintToken } from "./make-token.ts";
import { TokenError } from "./token-error.ts";
import { readToken } from "./token-text.ts";
import { verifyToken } from "./verify-token.ts";

const OTHER = readSignerKey(generateSignerKey("issuer"));

describe("a token at a gate", () => {
  it("is good until it expires, and not at that very moment", () => {
    expect(verified(minted(), { now: NOW + 59_999 })).toMatchObject({ issuer: "issuer" });
    expect(() => verified(minted(), { now: NOW + 60_000 })).toThrow(
      "expired at 2026-01-01T00:01:00.000Z",
    );
  });

  it("was not made in the future, beyond what clocks differ", () => {
    expect(verified(minted(), { now: NOW - 60_000 })).toBeDefined();
    expect(() => verified(minted(), { now: NOW - 60_001 })).toThrow("in the future");
  });

  it("comes from an issuer that is known, by an old key as by a new one", () => {
    const token = mintToken(REFUNDS, OTHER, { now: NOW });
    expect(() => verified(token)).toThrow("nobody here knows the issuer");
    expect(verified(token, { issuers: [ISSUER.verifier, OTHER.verifier] }).issuer).toBe("issuer");
    expect(() => verifyToken(token.chain, { ...GATE, issuers: [] })).toThrow("nobody here knows");
  });

  it("is not taken for one of another issuer who has put a known name on it", () => {
    const impostor = { ...OTHER, verifier: ISSUER.verifier };
    expect(() => verified(mintToken(REFUNDS, impostor, { now: NOW }))).toThrow(
      "was not signed by its issuer",
    );
  });

  it("is not read for its conditions, which takes long, before its signatures are good", () => {
    const members = JSON.parse(minted().chain.authority.text) as JsonObject;
    const conditions = { no_such_condition: 1 };
    const text = Buffer.from(canonicalJson({ ...members, conditions })).toString("base64url");
    const { chain } = readToken(`capfence1.${text}.${toBase64Url(new Uint8Array(64))}`);
    expect(() => verifyToken(chain, GATE)).toThrow("was not signed by its issuer");
  });

  it("is for this gate in every block that names gates", () => {
    expect(verified(minted({ audience: ["other", "gate"] }))).toBeDefined();
    expect(() => verified(minted({ audience: ["other"] }))).toThrow('not for "gate"');
    const child = attenuateToken(minted({ audience: ["gate"] }), { audience: ["x"] }, { now: NOW });
    expect(() => verified(child)).toThrow('not for "gate"');
    const wider = attenuateToken(minted({ audience: ["x"] }), { audience: ["gate"] }, { now: NOW });
    expect(() => verified(wider)).toThrow('not for "gate"');
  });

  it("is not good at a time, or for a lifetime, that is no number", () => {
    expect(() => verified(minted(), { now: Number.NaN })).toThrow(TokenError);
    expect(() => verified(minted(), { longest: Number.NaN })).toThrow("longer than");
  });

  it("may not last longer than the gate lets it", () => {
    expect(verified(minted(), { longest: 60_000 })).toBeDefined();
    expect(() => verified(minted(), { longest: 59_999 })).toThrow(
      "longer than the 59.999 s allowed",
    );
  });
});
