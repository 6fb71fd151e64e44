import { describe, expect, it } from "vitest";
import { openSealedKey, readSealedKey, sealKey } from "./sealed-key.ts";

const TEXT = "PRIVATE+KEY+alice+12345678+secret";
const PUBLIC = "alice+12345678+public";
const sealed = sealKey(TEXT, PUBLIC, "correct horse");

describe("a sealed key", () => {
  it("is opened by its passphrase alone", () => {
    expect(openSealedKey(sealed, "correct horse")).toBe(TEXT);
    expect(openSealedKey(sealed, "correct horsf")).toBeUndefined();
    expect(openSealedKey(sealed, "")).toBeUndefined();
  });

  it("is opened however a keyboard composes the letters of its passphrase", () => {
    const other = sealKey(TEXT, PUBLIC, "caf\u00E9 au lait");
    expect(openSealedKey(other, "cafe\u0301 au lait")).toBe(TEXT);
  });

  it("says nothing of the private key", () => {
    const text = JSON.stringify(sealed);
    expect(text).not.toContain("PRIVATE");
    expect(text).not.toContain(Buffer.from(TEXT).toString("base64").slice(0, 12));
    expect(sealKey(TEXT, PUBLIC, "correct horse").sealed).not.toBe(sealed.sealed);
  });

  it.each(["publicKey", "salt", "nonce", "sealed", "tag"] as const)(
    "is not opened where its %s was changed",
    (member) => {
      const [first = "", ...rest] = sealed[member];
      const changed = [first === "A" ? "B" : "A", ...rest].join("");
      expect(openSealedKey({ ...sealed, [member]: changed }, "correct horse")).toBeUndefined();
    },
  );

  it("is not opened by a tag that was cut, which would be guessed sooner", () => {
    const tag = Buffer.from(sealed.tag, "base64").subarray(0, 4).toString("base64");
    expect(openSealedKey({ ...sealed, tag }, "correct horse")).toBeUndefined();
  });

  it("is read back, and nothing else is taken for one", () => {
    expect(readSealedKey(JSON.stringify(sealed))).toStrictEqual(sealed);
    const others = [
      "",
      "null",
      "5",
      "[]",
      TEXT,
      JSON.stringify({ ...sealed, format: "another" }),
      JSON.stringify({ ...sealed, salt: 5 }),
      ...[0, 1, 3, 2 ** 17 + 1, 2 ** 40, 1.5, "131072"].map((cost) =>
        JSON.stringify({ ...sealed, cost }),
      ),
    ];
    for (const text of others) expect(readSealedKey(text)).toBeUndefined();
  });
});
