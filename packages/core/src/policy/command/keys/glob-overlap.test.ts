import { describe, expect, it } from "vitest";
import { MAXIMUM_SEGMENTS, overlaps } from "./glob-overlap.ts";

describe("overlaps", () => {
  it.each([
    ["a", "a", true],
    ["a", "b", false],
    ["a/b", "a/b", true],
    ["a/b", "a", false],
    ["a", "a/b", false],
    ["*", "a", true],
    ["a", "*", true],
    ["*", "*", true],
    ["a*", "*b", true],
    ["a*", "b*", false],
    ["*a", "*b", false],
    ["a*b", "acb", true],
    ["a*b", "a", false],
    ["a*b", "ab", true],
    ["a?", "ab", true],
    ["a?", "a", false],
    ["?", "*", true],
    ["[ab]", "c", true],
    ["a[bc]d", "axd", true],
    ["a[bc]d", "ad", false],
    ["a[bc", "a[bc", true],
    ["a[b", "ab", false],
    ["**", "a/b/c", true],
    ["**", "a", true],
    ["a/**", "a", true],
    ["a/**", "b", false],
    ["**/c", "a/b/c", true],
    ["**/c", "a/b", false],
    ["a/**/c", "a/c", true],
    ["a/**/c", "a/b/d", false],
    ["a/**", "**/b", true],
    ["a/**/b", "c/**", false],
    ["**", "**", true],
    ["a/*", "a/b/c", false],
    ["a/*/c", "a/b/c", true],
    ["a/*/c", "*/b/*", true],
    ["a/*/c", "*/b/d", false],
    ["*a*b*", "xaxbx", true],
    ["*a*b*", "xbxax", false],
    ["a/b/c", "a/b/d", false],
    ["x*y", "x*z", false],
    ["x*y", "*z*y", true],
    ["ab", "a*b*c", false],
    ["*/b", "a/**", true],
    ["**/a/**", "b/a/c", true],
    ["**/a/**", "b/c", false],
    ["a", "?", true],
    ["ab", "?", false],
    ["", "*", true],
    ["a/", "a", false],
  ] as const)("says of %j and %j, either way round, %s", (one, other, expected) => {
    expect(overlaps(one.split("/"), other.split("/"))).toBe(expected);
    expect(overlaps(other.split("/"), one.split("/"))).toBe(expected);
  });

  it("takes paths of too many segments for the same", () => {
    const most = Array.from({ length: MAXIMUM_SEGMENTS }, () => "x");
    expect(overlaps(most, ["y"])).toBe(false);
    expect(overlaps(["y"], most)).toBe(false);
    expect(overlaps([...most, "x"], ["y"])).toBe(true);
    expect(overlaps(["y"], [...most, "x"])).toBe(true);
  });
});
