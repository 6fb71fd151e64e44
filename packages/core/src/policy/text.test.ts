import { describe, expect, it } from "vitest";
import { Random } from "../../fixtures/random.ts";
import { foldText } from "./text.ts";

describe("foldText", () => {
  it.each([
    ["plain text", "plain text"],
    ["", ""],
    ["  two  spaces ", "two spaces"],
    ["a\t\r\n\v\fb", "a b"],
    ["a\u00a0b\u2003c\u3000d", "a b c d"],
    ["a\u2028b\u2029c", "a b c"],
    ["a\u200bb\u200cc\u200dd\u2060e\ufefff", "abcdef"],
    ["a\u00adb\u034fc\u180ed", "abcd"],
    ["a\u202eb\u2066c\u200fd", "abcd"],
    ["a\ufe0fb\u{e0100}c\u{e0041}d", "abcd"],
    ["a\u115fb\u3164c\uffa0d", "abcd"],
    ["a\u0000b\u0008c\u001bd\u007fe\u0085f", "abcdef"],
    ["ｆｕｌｌ ｗｉｄｔｈ", "full width"],
    ["ﬁ ① ² ℌ", "fi 1 2 H"],
    ["e\u0301", "é"],
    ["e\u200d\u0301", "é"],
    ["boo\u212a", "booK"],
    ["日本語 ünï", "日本語 ünï"],
    ["\u0430dmin", "\u0430dmin"],
  ])("reads %j as %j", (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it("changes nothing when it is done again", () => {
    const random = new Random(3);
    const parts = [
      "a",
      " ",
      "\t",
      "é",
      "e\u0301",
      "\u200b",
      "\u0301",
      "ﬁ",
      "\u202e",
      "\0",
      "😀",
      "ｱ",
      "ﾞ",
    ];
    for (let run = 0; run < 5000; run += 1) {
      const once = foldText(random.many(0, 8, () => random.pick(parts)).join(""));
      expect(foldText(once)).toBe(once);
    }
  });

  it("takes time in proportion to the text", () => {
    const started = performance.now();
    foldText(`${" \u200b".repeat(250_000)}é`);
    foldText("\u0301".repeat(500_000));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
