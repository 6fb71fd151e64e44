import { describe, expect, it } from "vitest";
import { beginningsOf, longest, mayMatch, waysOf } from "./pattern.ts";

function longestOf(pattern: string): number | undefined {
  const ways = waysOf(pattern);
  return ways && Math.max(...ways.map(longest));
}

describe("the longest match of a pattern", () => {
  it.each([
    ["^abc$", 3],
    ["^[a-z]{1,5}$", 5],
    ["^(?:ab|c){2}\\d?$", 5],
    ["^a$|^bcd$", 3],
    ["^(?=.*x).{3}$", 3],
    ["^(?:)*$", 0],
    ["^.*$", Infinity],
    ["^a+$", Infinity],
    ["^(a)\\1$", Infinity],
    ["^(?:(?:a{999}){999}){999}$", 999 ** 3],
  ])("of %s is %d", (pattern, length) => {
    expect(longestOf(pattern)).toBe(length);
  });

  it.each([".*", "abc", "^abc", "abc$", "^a$|b", "^a|b$", "(", "", "^" + "a?".repeat(600) + "$"])(
    "of %s is not known: it leaves room, or is none",
    (pattern) => {
      expect(longestOf(pattern)).toBeUndefined();
    },
  );
});

describe("what a pattern may match", () => {
  it.each([
    ["^[\\w.-]+$", "/\\", false],
    ["^[^/]+$", "/", false],
    ["^[^/]+$", "\\", true],
    ["^.$", "/", true],
    ["^\\S$", "/", true],
    ["^\\D$", "5", false],
    ["^[+-9]$", "/", true],
    ["^(?:a|b/)?$", "/", true],
    ["^\\p{L}$", "/", true],
  ])("%s may match one of %j: %j", (pattern, characters, may) => {
    expect(beginningsOf(pattern)?.some((way) => mayMatch(way, characters))).toBe(may);
  });
});
