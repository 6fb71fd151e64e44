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

  it.each(["A", "AA", "AA=", "AB==", "AAB=", "A A=", "AA==\n", "-_==", "AAAA====", "=AAA"])(
    "refuses %j, which is not how bytes are written",
    (text) => {
      expect(fromBase64(text)).toBeUndefined();
    },
  );
});
