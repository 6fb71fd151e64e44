import { describe, expect, it } from "vitest";
import { digestJson, sha256Hex } from "./sha256.ts";

describe("sha256Hex", () => {
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["é", "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"],
  ])("hashes the UTF-8 bytes of %j", (text, digest) => {
    expect(sha256Hex(text)).toBe(digest);
  });
});

describe("digestJson", () => {
  it("does not depend on the order of keys", () => {
    expect(digestJson({ a: 1, b: { c: 2, d: 3 } })).toBe(digestJson({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it("is the digest of the canonical text", () => {
    expect(digestJson({ b: 1, a: [] })).toBe(sha256Hex('{"a":[],"b":1}'));
  });

  it("tells values of different types apart", () => {
    const digests = [1, "1", true, "true", null, "null", [], {}, [1], ["1"], ""].map(digestJson);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
