import { describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";

describe("base64", () => {
  it.each([
    [[], ""],
    [[0], "AA=="],
    [[255, 254], "//4="],
    [[102, 111, 111], "Zm9v"],
    [[102, 111, 111, 98], "Zm9vYg=="],
  ])("of %j is %j, both ways", (bytes, text) => {
    expect(toBase64(Uint8Array.from(bytes))).toBe(text);
    expect(fromBase64(text)).toStrictEqual(Uint8Array.from(bytes));
  });

  it("takes no other end than the one that is written", () => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const ends = Array.from(letters).flatMap((letter) => [`A${letter}==`, `AA${letter}=`]);
    for (const end of ends) {
      const isWritten = Buffer.from(end, "base64").toString("base64") === end;
      expect(fromBase64(end) !== undefined).toBe(isWritten);
      expect(fromBase64(`AAAA${end}`) !== undefined).toBe(isWritten);
    }
    expect(ends.filter((end) => fromBase64(end) !== undefined)).toHaveLength(4 + 16);
  });

  it.each(["A", "AA", "AA=", "AB==", "AAB=", "A A=", "AA==\n", "-_==", "AAAA====", "=AAA"])(
    "refuses %j, which is not how bytes are written",
    (text) => {
      expect(fromBase64(text)).toBeUndefined();
    },
  );
});
