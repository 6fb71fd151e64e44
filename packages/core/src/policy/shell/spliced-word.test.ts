import { describe, expect, it } from "vitest";
import { splicedWord } from "./spliced-word.ts";

describe("splicedWord", () => {
  it.each<[readonly string[], string]>([
    [["a", ";"], ";"],
    [["a", "|", "b"], "|"],
    [["a", "&&", "b"], "&&"],
    [["a", ">", "b"], ">"],
    [["a", "2>", "b"], "2>"],
    [["a", "2>&1"], "2>&1"],
    [["a", "&>", "b"], "&>"],
    [["a", "&>>b"], "&>>b"],
    [["a", "<<", "b"], "<<"],
    [["a", "$x"], "$x"],
    [["a", "`x`"], "`x`"],
    [["a", "<(x)"], "<(x)"],
    [["a", ";b"], ";b"],
    [["a", "b;"], "b;"],
    [["a", "b|"], "b|"],
    [["a", "|b"], "|b"],
    [["a", "&b"], "&b"],
    [["a", "b&"], "b&"],
    [["a", "\n"], "\n"],
    [["(", "a"], "("],
    [["{", "a"], "{"],
    [["!", "a"], "!"],
    [["if", "a"], "if"],
    [["for", "x"], "for"],
    [["while", "a"], "while"],
    [["until", "a"], "until"],
    [["case", "a"], "case"],
    [["select", "a"], "select"],
    [["function", "a"], "function"],
    [["time", "a"], "time"],
    [["coproc", "a"], "coproc"],
    [["$x"], "$x"],
    [["a", ">>>", "x"], ">>>"],
    [["a", "--x=;"], "--x=;"],
  ])("finds in %j the word %j", (words, word) => {
    expect(splicedWord(words)).toBe(`"${word}" has a meaning if its words become one line`);
  });

  it.each([
    [["a", "b"]],
    [["a", "<b"]],
    [["a", "x$y"]],
    [["a", "b&c"]],
    [["a", "b c;"]],
    [["a", "a\n"]],
    [["a", "if"]],
    [["ifx", "a"]],
    [["xif", "a"]],
    [[]],
    [["a", ""]],
    [["a", "2"]],
    [["a", "2>x"]],
  ])("finds nothing in %j", (words) => {
    expect(splicedWord(words)).toBeUndefined();
  });
});
