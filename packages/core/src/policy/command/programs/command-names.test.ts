import { describe, expect, it } from "vitest";
import { commandNames } from "./command-names.ts";

const weights: Readonly<Record<string, number>> = { read: 0, change: 1, destroy: 2 };
const names = commandNames(
  [
    ["list config */list */*/list", "read"],
    ["config/set", "change"],
    ["*/delete", "destroy"],
  ],
  (value) => weights[value] ?? 0,
);
const found = (line: string) => names.find(line.split(" "), new Set());

describe("commandNames", () => {
  it("takes the longest exact name", () => {
    expect(found("config set list")).toStrictEqual({ value: "change", depth: 2 });
    expect(found("config x")).toStrictEqual({ value: "read", depth: 1 });
  });

  it("takes the worse of names that fit by a pattern", () => {
    expect(found("groups delete list")).toStrictEqual({ value: "destroy", depth: 2 });
    expect(found("groups members list")).toStrictEqual({ value: "read", depth: 3 });
  });

  it("finds nothing in paths and in words that are not known", () => {
    expect(found("./x list")).toBeUndefined();
    expect(names.find([undefined, "list"], new Set())).toBeUndefined();
    expect(names.find(["l*", "list"], new Set())).toBeUndefined();
    expect(found("other")).toBeUndefined();
  });
});
