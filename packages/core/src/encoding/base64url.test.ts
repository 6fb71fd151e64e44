import * as fc from "fast-check";
import { expect, it } from "vitest";
import { fromBase64Url, toBase64Url } from "./base64url.ts";

it("writes what Node writes, and reads it back", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = toBase64Url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64Url(text)).toEqual(bytes);
    }),
  );
});

it.each(["A", "AB=", "AA==", "+A", "/A", "AB", "AAB", "A A", "AAAA\n"])(
  "refuses %j, which it would not write",
  (text) => {
    expect(fromBase64Url(text)).toBeUndefined();
  },
);
