import { describe, expect, it } from "vitest";
import { Random } from "../../../test/random.ts";
import { decide } from "../../../test/judge.ts";
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
      const once = foldText(random.many(0, 8, () => random.pick(parts)).join("")) ?? "";
      expect(foldText(once)).toBe(once);
    }
  });

  it("takes time in proportion to the text", () => {
    const started = performance.now();
    foldText(`${" \u200b".repeat(250_000)}é`);
    foldText("\u0301".repeat(500_000));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("does not fold what would take too long", () => {
    const started = performance.now();
    expect(foldText(`a${"\u0301\u0316".repeat(260_000)}`)).toBeUndefined();
    expect(foldText(`a${"\u0301\u200b".repeat(33)}`)).toBeUndefined();
    expect(foldText("\ufdfa".repeat(1_000_000))).toBeUndefined();
    expect(foldText("éé", 1)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("folds a letter with many marks, and plain ASCII of any length", () => {
    expect(foldText(`a${"\u0316".repeat(32)}`)).toBe(`a${"\u0316".repeat(32)}`);
    expect(foldText("a  b\n".repeat(200_000))).toHaveLength(799_999);
    expect(foldText("é  é", 4)).toBe("é é");
  });
});

/** What a policy that only denies an e-mail of this condition says of one with this body. */
const rule = (condition: string, body: string): string =>
  decide(`deny: [{ capability: email, ${condition} }]\nallow: [email]\n`, {
    capability: "email",
    payload: { body },
  }).effect;

describe("a text that is not folded", () => {
  const unfoldable = `x${"\u0301\u0316".repeat(20)}`;
  it.each(["contains: secret", "match_regex: [secret]", "args: { /body: { matches: secret } }"])(
    "leaves %s uncertain unless it is found",
    (condition) => {
      expect(rule(condition, unfoldable)).toBe("deny");
      expect(rule(condition, `${unfoldable} secret`)).toBe("deny");
      expect(rule(condition, "x\u0301  y")).toBe("allow");
    },
  );

  it("counts all texts of a payload together", () => {
    const long = "\ufdfa".repeat(40_000);
    const text = "deny: [{ capability: email, contains: secret }]\nallow: [email]\n";
    const effect = (payload: Record<string, string>): string =>
      decide(text, { capability: "email", payload }).effect;
    expect(effect({ a: long })).toBe("allow");
    expect(effect({ a: long, b: long })).toBe("deny");
    expect(effect({ a: "a  b\n".repeat(200_000) })).toBe("allow");
  });
});
