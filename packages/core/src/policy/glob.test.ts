import { describe, expect, it } from "vitest";
import { Random } from "../../test/random.ts";
import { globInstance, isGlob, matchesGlob } from "./glob.ts";

describe("matchesGlob", () => {
  it.each([
    ["", "", true],
    ["*", "", true],
    ["a", "a", true],
    ["a*", "a", true],
    ["*a", "bca", true],
    ["a*c*e", "abcde", true],
    ["a?c", "abc", true],
    ["**", "x", true],
    ["*.corp", "a.b.corp", true],
    ["a.c", "abc", false],
    ["a[bc]", "ab", false],
    ["?", "", false],
    ["a*", "ba", false],
    ["*a", "ab", false],
    ["a?", "a", false],
    ["A", "a", false],
    ["(a|b)", "a", false],
  ])("%j and %j: %s", (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it("agrees with a regular expression on random patterns and texts", () => {
    const random = new Random(7);
    for (let run = 0; run < 20_000; run += 1) {
      const pattern = random.many(0, 6, () => random.pick(["a", "b", "*", "?", "."])).join("");
      const text = random.many(0, 8, () => random.pick(["a", "b", "."])).join("");
      const source = pattern.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", ".");
      expect(`${pattern} ${text} ${matchesGlob(pattern, text)}`).toBe(
        `${pattern} ${text} ${new RegExp(`^${source}$`, "s").test(text)}`,
      );
    }
  });

  it("does not take exponential time", () => {
    const started = performance.now();
    expect(matchesGlob(`${"*a".repeat(50)}b`, "a".repeat(20_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("isGlob and globInstance", () => {
  it.each([
    ["prod*", true, "prodx"],
    ["?rod", true, "xrod"],
    ["*-?*", true, "x-xx"],
    ["prod.eu", false, "prod.eu"],
    ["", false, ""],
  ])("%j is a glob: %s, and %j is a text of it", (pattern, glob, instance) => {
    expect(isGlob(pattern)).toBe(glob);
    expect(globInstance(pattern)).toBe(instance);
    expect(matchesGlob(pattern, instance)).toBe(true);
  });
});
