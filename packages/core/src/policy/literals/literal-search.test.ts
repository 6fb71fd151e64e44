import { describe, expect, it } from "vitest";
import { Random } from "../../../test/random.ts";
import { LiteralSearch } from "./literal-search.ts";

const ALPHABETS = [
  ["a", "b"],
  ["a", "b", " ", "-"],
  ["a", "é", "\u0301", "日", "\u200b"],
  ["x", "😀", "\ud83d", "\u{10ffff}", "\0", "\u007f", "\u0080", "\uffff"],
  "abcdefghijklmnopqrstuvwxyz0123456789 ./-_".split(""),
];

const letters = (from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => String.fromCodePoint(from + index));

/** The literals found in a text, by scanning for all of them at once. */
function scanned(literals: readonly string[], text: string): readonly string[] {
  const found = new Set<number>();
  new LiteralSearch(literals).scan(text, found);
  return literals.filter((_literal, index) => found.has(index));
}

describe("LiteralSearch", () => {
  it("finds what String.includes finds, in random texts", () => {
    const random = new Random(1975);
    let hits = 0;
    for (let run = 0; run < 2000; run += 1) {
      const alphabet = random.pick(ALPHABETS);
      const word = (least: number, most: number): string =>
        random.many(least, most, () => random.pick(alphabet)).join("");
      const literals = [...new Set(random.many(1, 12, () => word(1, 5)))];
      const text = word(0, 40);
      const expected = literals.filter((literal) => text.includes(literal));
      expect(scanned(literals, text)).toStrictEqual(expected);
      expect(new LiteralSearch(literals).finds(text)).toBe(expected.length > 0);
      hits += expected.length;
    }
    expect(hits).toBeGreaterThan(2000);
  });

  it.each([
    ["short ones of few letters", 300, 1, 7, ["a", "b", "c", " "]],
    ["ones as short as a gram", 400, 4, 4, letters(97, 9)],
    ["long ones that begin alike", 300, 6, 14, ["a", "b", "-"]],
    [
      "words of letters and digits",
      500,
      4,
      12,
      "abcdefghijklmnopqrstuvwxyz0123456789 ./-_".split(""),
    ],
    [
      "Chinese words, whose states have too many next letters for rows",
      3000,
      2,
      5,
      letters(0x4e00, 900),
    ],
    ["emoji", 300, 2, 6, letters(0x1f600, 40)],
  ])(
    "finds what String.includes finds among hundreds of literals: %s",
    (_, count, least, most, alphabet) => {
      const random = new Random(count + least);
      const word = (): string => random.many(least, most, () => random.pick(alphabet)).join("");
      const literals = [...new Set(Array.from({ length: count }, word))];
      const search = new LiteralSearch(literals);
      let hits = 0;
      for (let run = 0; run < 60; run += 1) {
        // Whole literals, what is nearly one, and what is none, without and with something in between.
        const text = random
          .many(1, 30, () => {
            const literal = random.pick(literals);
            const part = random.pick([literal, literal.slice(0, -1), literal.slice(1), word()]);
            return `${part}${random.pick(["", "", "\u00e9", "x", " "])}`;
          })
          .join("");
        const found = new Set<number>();
        search.scan(text, found);
        const expected = literals.filter((literal) => text.includes(literal));
        expect(literals.filter((_literal, index) => found.has(index))).toStrictEqual(expected);
        expect(search.finds(text)).toBe(expected.length > 0);
        hits += expected.length;
      }
      expect(hits).toBeGreaterThan(100);
    },
  );

  it("takes ASCII letters of a text in either case", () => {
    const hits = scanned(["rm -rf", "é", "1a"], "RM -Rf É 1A");
    expect(hits).toStrictEqual(["rm -rf", "1a"]);
  });

  it.each([
    [
      "literals inside literals",
      ["a", "ab", "abc", "bc", "c"],
      "xabcx",
      ["a", "ab", "abc", "bc", "c"],
    ],
    ["a literal that ends another", ["he", "she", "hers", "his"], "ushers", ["he", "she", "hers"]],
    ["overlapping literals", ["aba", "bab"], "ababa", ["aba", "bab"]],
    ["a false start", ["aab"], "aaab", ["aab"]],
    ["the whole text", ["abc"], "abc", ["abc"]],
    ["nothing in nothing", ["a"], "", []],
    ["no literals", [], "abc", []],
    ["spaces", ["  ", " a"], "x  a", ["  ", " a"]],
    ["one text unlike the next only beyond ASCII", ["é"], "e\u0301", []],
  ])("finds %s", (_name, literals, text, expected) => {
    expect(scanned(literals, text)).toStrictEqual(expected);
  });

  it("names each place where a literal ends", () => {
    const found: number[] = [];
    new LiteralSearch(["a", "aa"]).scan("aaa", { add: (literal) => found.push(literal) });
    expect(found.toSorted((left, right) => left - right)).toStrictEqual([0, 0, 0, 1, 1]);
  });

  it("takes time in proportion to the text, not to the number of literals", () => {
    const literals = Array.from({ length: 20_000 }, (_, index) => `literal ${index} of many`);
    const search = new LiteralSearch(literals);
    const text = `${"literal ".repeat(20_000)}literal 777 of many`;
    const found = new Set<number>();
    const started = performance.now();
    search.scan(text, found);
    expect(performance.now() - started).toBeLessThan(2000);
    expect([...found]).toStrictEqual([777]);
  });
});
