import { describe, expect, it } from "vitest";
import { leavesOf, MOST_LEAVES, showValue } from "./leaves.ts";

describe("leavesOf", () => {
  it("names every member by its JSON Pointer", () => {
    expect(leavesOf({ a: { "b/c~": [1, {}] }, d: null })).toEqual([
      { pointer: "/a/b~1c~0/0", value: 1 },
      { pointer: "/a/b~1c~0/1", value: {} },
      { pointer: "/d", value: null },
    ]);
  });

  it("stops where nobody reads on", () => {
    const many = Array.from({ length: MOST_LEAVES + 10 }, (_, index) => index);
    expect(leavesOf({ many })).toHaveLength(MOST_LEAVES);
  });
});

describe("showValue", () => {
  it("shows the beginning, the end and the length of a long value", () => {
    const text = showValue(`echo ${"x".repeat(5000)}; reboot`);
    expect(text).toMatch(/^"echo x+ … x+; reboot" \(5015 characters\)$/);
    expect(text.length).toBeLessThan(260);
  });

  it("shows all of it where that is wanted", () => {
    expect(showValue("x".repeat(5000), true)).toBe(`"${"x".repeat(5000)}"`);
  });

  it("says what is redacted", () => {
    const value = { redacted: "value", sha256: "0123456789abcdef".repeat(4) };
    expect(showValue(value)).toBe("(redacted, 01234567…)");
    expect(leavesOf({ secret: value })).toEqual([{ pointer: "/secret", value }]);
  });
});
