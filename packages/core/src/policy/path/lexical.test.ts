import { describe, expect, it } from "vitest";
import { isInside, joined, normalForm, parentOf, segmentsOf } from "./lexical.ts";

describe("the normal form of a path", () => {
  it.each([
    ["/", "/"],
    ["/a/./b//c/", "/a/b/c"],
    ["/a/../../b", "/b"],
    ["a", "/work/a"],
    ["../a", "/a"],
    ["", "/work"],
    [".", "/work"],
    ["...", "/work/..."],
  ])("of %j is %j", (text, normal) => {
    expect(normalForm(text, "/work")).toBe(normal);
  });

  it.each([
    ["a/b/../c", "./a/c"],
    [".", "."],
    ["a/../..", ".."],
    ["../../x", "../../x"],
    ["a/../../../x", "../../x"],
  ])("of %j stays relative where there is nothing to start at: %j", (text, normal) => {
    expect(normalForm(text)).toBe(normal);
  });

  it("is inside a directory by whole segments", () => {
    expect(isInside("/work/a", "/work")).toBe(true);
    expect(isInside("/work", "/work")).toBe(true);
    expect(isInside("/work-evil/a", "/work")).toBe(false);
    expect(isInside("/x", "/")).toBe(true);
    expect(isInside("./x", "/")).toBe(false);
    expect(isInside("../x", ".")).toBe(false);
    expect(isInside("./x", ".")).toBe(true);
  });

  it("comes apart and together", () => {
    expect(segmentsOf("/")).toEqual([]);
    expect(segmentsOf("/a/b")).toEqual(["a", "b"]);
    expect(segmentsOf("./a")).toEqual([".", "a"]);
    expect([parentOf("/a/b"), parentOf("/a"), parentOf("/")]).toEqual(["/a", "/", "/"]);
    expect([joined("/", ["a", "b"]), joined("/a", [])]).toEqual(["/a/b", "/a"]);
  });
});
