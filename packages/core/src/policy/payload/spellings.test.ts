import { describe, expect, it } from "vitest";
import { spell } from "./spellings.ts";
import { LONGEST_FOLDED } from "./text.ts";

const LONG = "é".repeat(LONGEST_FOLDED + 1);

describe("spell", () => {
  it.each([
    ["a plain text is there once", ["rm -rf"], ["rm -rf"], ["rm -rf"]],
    [
      "an ASCII text is there as written too, but not among the folded",
      ["rm  -rf"],
      ["rm  -rf", "rm -rf"],
      ["rm -rf"],
    ],
    [
      "a text beyond ASCII that folding changes is there both ways",
      ["ｒｍ"],
      ["ｒｍ", "rm"],
      ["ｒｍ", "rm"],
    ],
    ["a text beyond ASCII that folding leaves alone is there once", ["é"], ["é"], ["é"]],
    ["each text has its own", ["a  b", "c"], ["a  b", "c", "a b"], ["a b", "c"]],
    ["there is nothing where there are no texts", [], [], []],
  ])("%s", (_name, texts, all, folded) => {
    expect(spell(texts)).toStrictEqual({ all, folded, lacking: false });
  });

  it("says that a text is too long to fold, and keeps it as written", () => {
    expect(spell([LONG, "a"])).toStrictEqual({
      all: [LONG, "a"],
      folded: [LONG, "a"],
      lacking: true,
    });
  });

  it("folds only so much beyond ASCII in all", () => {
    const half = "é".repeat(LONGEST_FOLDED / 2);
    expect(spell([half, half]).lacking).toBe(false);
    expect(spell([half, half, "é"]).lacking).toBe(true);
    expect(spell([half, half, "a  b"]).lacking).toBe(false);
  });
});
