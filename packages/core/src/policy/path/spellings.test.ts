import { describe, expect, it } from "vitest";
import { spellingsOf } from "./spellings.ts";

describe("the spellings of a path", () => {
  it.each([
    ["a/./b/../c", ["a/./b/../c"]],
    ["a?b#c", ["a?b#c"]],
    ["a/ b.", ["a/ b.", "a/b"]],
    ["a/...", ["a/...", "a/"]],
    ["ab:c;d", ["ab:c;d", "ab"]],
    ["ab;c:d", ["ab;c:d", "ab"]],
    ["a/:x/;y", ["a/:x/;y"]],
    [".;/x/..:y", [".;/x/..:y", "./x/.."]],
    ["..;/x/.:y", ["..;/x/.:y", "../x/."]],
    ["$HOME/x", ["$HOME/x", "~/x"]],
    ["file://host/x?y", ["file://host/x?y", "/x"]],
    ["c:/x", ["c:/x", "/x"]],
    ["a\\b", ["a\\b", "a/b"]],
    ["%61", ["%61", "a"]],
    ["/proc/self/root/x", ["/proc/self/root/x", "//x"]],
  ])("%j are %j", (path, texts) => {
    expect(new Set(spellingsOf(path).texts)).toEqual(new Set(texts));
  });
});
