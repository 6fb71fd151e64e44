import { describe, expect, it } from "vitest";
import { replayCommand } from "./replay-command.ts";
import { shellFile, shellWord } from "./shell-word.ts";

describe("a word of a command line", () => {
  it.each([
    ["policies/ops.yaml", "policies/ops.yaml"],
    ["example.com/log+0a1b2c3d+AbC/d==", "example.com/log+0a1b2c3d+AbC/d=="],
    ["my policy.yaml", "'my policy.yaml'"],
    ["a;b", "'a;b'"],
    ["$(a)`b`", "'$(a)`b`'"],
    ["it's", String.raw`'it'\''s'`],
    ["~/x", "'~/x'"],
    ["*", "'*'"],
  ])("means just %j", (text, word) => {
    expect(shellWord(text)).toBe(word);
  });

  it("is not made of what cannot be shown", () => {
    for (const text of ["", "a\nb", "\u001B[2J", "\u202Ea"])
      expect(shellWord(text)).toBeUndefined();
  });

  it("is no option where it names a file", () => {
    expect(shellFile("-rf")).toBe("./-rf");
    expect(shellFile("--a b")).toBe("'./--a b'");
  });

  it("stands for what it cannot show", () => {
    expect(replayCommand(["receipt", "a\nb"], "x\ny")).toBe(
      "capfence receipt FILE | capfence policy explain POLICY -",
    );
  });
});
