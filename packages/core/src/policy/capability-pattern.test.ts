import { describe, expect, it } from "vitest";
import {
  capabilityMatcher,
  coverage,
  isConcrete,
  overlaps,
  parseCapabilityPattern,
} from "./capability-pattern.ts";
import { FALSE, TRUE, UNCERTAIN } from "./truth.ts";

const covers = (pattern: string, request: string): string => {
  const truth = coverage(parseCapabilityPattern(pattern) ?? [], request.split("."));
  return new Map([
    [TRUE, "true"],
    [UNCERTAIN, "uncertain"],
    [FALSE, "false"],
  ]).get(truth) as string;
};

describe("parseCapabilityPattern", () => {
  it.each([
    ["shell", ["shell"]],
    ["Shell.Execute", ["shell", "execute"]],
    ["*", ["*"]],
    ["shell.*.production", ["shell", "*", "production"]],
    ["a-b_c.1", ["a-b_c", "1"]],
  ])("reads %s", (text, pattern) => {
    expect(parseCapabilityPattern(text)).toStrictEqual(pattern);
  });

  it.each([
    "",
    ".",
    "a.",
    ".a",
    "a..b",
    "a.b ",
    " a.b",
    "a.b\n",
    "a.ex*",
    "*a",
    "**",
    "a.**",
    "a.?",
    "a.[b]",
    "a/b",
    "a:b",
    "sh\u0435ll.a",
    "boo\u212a",
    "a.b\u200b",
    "a.b,c.d",
    "a b",
  ])("refuses %j", (text) => {
    expect(parseCapabilityPattern(text)).toBeUndefined();
  });
});

describe("coverage", () => {
  it.each([
    ["shell.execute", "shell.execute", "true"],
    ["shell.execute", "shell.execute.production", "true"],
    ["shell", "shell.execute.production", "true"],
    ["shell.*", "shell.execute", "true"],
    ["shell.*", "shell.execute.production", "true"],
    ["*", "anything.at.all", "true"],
    ["*.read", "files.read.home", "true"],
    ["shell.*.production", "shell.x.production.eu", "true"],
    ["shell.execute.production", "shell.execute", "uncertain"],
    ["shell.execute.production", "shell", "uncertain"],
    ["shell.*", "shell", "uncertain"],
    ["*.*", "shell", "uncertain"],
    ["shell.*.production", "shell.execute", "uncertain"],
    ["shell.execute", "shell.read", "false"],
    ["shell.execute", "shells.execute", "false"],
    ["shell.exec", "shell.execute", "false"],
    ["shell.*.production", "shell.execute.staging", "false"],
    ["*.write", "files.read", "false"],
    ["files.read.production", "shell", "false"],
  ])("%s against %s is %s", (pattern, request, truth) => {
    expect(covers(pattern, request)).toBe(truth);
  });
});

describe("isConcrete", () => {
  it.each([
    ["shell.execute", true],
    ["shell", true],
    ["shell.execute.*", true],
    ["shell.*", false],
    ["*.execute", false],
    ["*", false],
  ])("%s: %s", (pattern, concrete) => {
    expect(isConcrete(parseCapabilityPattern(pattern) ?? [])).toBe(concrete);
  });
});

describe("capabilityMatcher", () => {
  it.each([
    ["shell.execute", "shell.execute", true],
    ["Shell.*", "shell.execute.production", true],
    ["shell.execute", "shell.read", false],
    ["shell.execute.production", "shell.execute", false],
  ])("of %s says of %s: %s", (pattern, capability, covered) => {
    expect(capabilityMatcher(pattern)?.(capability)).toBe(covered);
  });

  it("is none of a text that is no pattern", () => {
    expect(capabilityMatcher("shell execute")).toBeUndefined();
  });
});

describe("overlaps", () => {
  it.each([
    ["a.b", "a.b", true],
    ["a.b", "a", true],
    ["a", "a.b", true],
    ["a.*", "a.b", true],
    ["a.b", "a.*", true],
    ["*.b", "a.*", true],
    ["a.b", "a.c", false],
    ["a.b.c", "a.*.d", false],
    ["*.b", "*.c", false],
    ["b.*", "a.*", false],
  ])("%s and %s: %s", (one, other, expected) => {
    const [left = [], right = []] = [one, other].map((text) => parseCapabilityPattern(text));
    expect([overlaps(left, right), overlaps(right, left)]).toStrictEqual([expected, expected]);
  });
});
