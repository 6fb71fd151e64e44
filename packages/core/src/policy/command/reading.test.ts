import { describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";
import type { TruthName } from "../truth.ts";

type Judged = (keys: string, payload: JsonObject, command?: readonly string[]) => TruthName;

const judged =
  (side: "restrict" | "permit"): Judged =>
  (keys, payload, command) =>
    truthOf(side, `command: { ${keys} }`, {
      capability: "shell.execute",
      payload,
      ...(command === undefined ? {} : { fields: { command } }),
    });
const deny = judged("restrict");
const allow = judged("permit");

const note = (length: number): string => `rm ${"x".repeat(length - 3)}`;

describe("a text beside the command", () => {
  it("counts where it would surely be what a rule denies", () => {
    expect(deny("destructive: true", { command: "ls", note: "rm x" })).toBe("true");
    expect(deny("destructive: true", { note: "rm x" })).toBe("true");
    expect(deny("destructive: true", { command: "ls", x: "rm", list: ["a"] })).toBe("true");
    expect(deny("destructive: true", { command: "ls", note: "$X" })).toBe("false");
    expect(deny("destructive: true, if_uncertain: true", { command: "ls", note: "$X" })).toBe(
      "false",
    );
    expect(deny("destructive: true, programs: [cp]", { command: "ls", note: "rm x" })).toBe(
      "false",
    );
  });

  it("is read up to a length", () => {
    expect(deny("destructive: true", { command: "ls", note: note(1024) })).toBe("true");
    expect(deny("destructive: true", { command: "ls", note: note(1025) })).toBe("false");
  });

  it("says nothing where a rule allows", () => {
    expect(allow("destructive: true", { command: "ls", note: "rm x" })).toBe("false");
  });

  it("takes relative paths from the same folder", () => {
    const payload = { command: "ls", note: "tee out", cwd: "/work" };
    expect(deny("writes: [/work/out]", payload)).toBe("true");
    expect(deny("writes: [/tmp/out]", payload)).toBe("false");
  });
});

describe("a program and its arguments at two declared places", () => {
  const places = ["/p", "/a"];
  it("run together", () => {
    expect(allow("programs: [ls]", { p: "ls", a: ["-l"] }, places)).toBe("true");
    expect(allow("programs: [ls]", { p: "ls", a: ["a; b"] }, places)).toBe("true");
    expect(deny("destructive: true", { p: "rm", a: ["-l"] }, places)).toBe("true");
  });

  it.each<[JsonObject, readonly string[]]>([
    [{ p: "ls", a: ["-l"], z: "x" }, ["/p", "/a", "/z"]],
    [{ p: "ls", a: "l" }, places],
    [{ p: ["ls"], a: ["l"] }, places],
    [{ p: "ls -l", a: ["l"] }, places],
  ])("are two commands in %j at %j", (payload, command) => {
    expect(allow("programs: [ls]", payload, command)).not.toBe("true");
  });
});

describe("a program at another place than those of the system", () => {
  it.each([
    ["destructive: true", "./ls", "uncertain"],
    ["network: true", "./ls", "uncertain"],
    ["writes: true", "./ls", "uncertain"],
    ["reads: [/x]", "./ls", "uncertain"],
    ["destructive: true", "./rm x", "true"],
    ["network: true", "./curl https://example.com", "true"],
    ["writes: true", "./tee x", "true"],
    ["destructive: true", "/usr/bin/ls", "false"],
    ["network: true", "/usr/bin/ls", "false"],
    ["writes: true", "/usr/bin/ls", "false"],
    ["reads: [/x]", "/usr/bin/ls", "false"],
  ])("may do anything: %s of %s is %s", (keys, command, expected) => {
    expect(deny(keys, { command })).toBe(expected);
  });
});

const tee = (count: number): JsonObject => ({
  command: `tee ${Array.from({ length: count }, (_item, index) => `/a${index}`).join(" ")}`,
});
const long = (count: number): JsonObject => ({
  command: Array.from({ length: count }, () => `tee /${"a".repeat(1000)}`).join("; "),
});

describe("the files of a command", () => {
  it("are compared up to so many", () => {
    expect(deny("writes: [/zz]", tee(128))).toBe("false");
    expect(deny("writes: [/zz]", tee(129))).toBe("true");
    expect(allow("writes: [/]", tee(128))).toBe("true");
    expect(allow("writes: [/]", tee(129))).toBe("uncertain");
    expect(deny("writes: [/zz]", long(7))).toBe("false");
  });

  it("may be any that the command speaks of where they are not known", () => {
    const reads = "reads: [/etc/shadow], if_uncertain: false";
    for (const command of ["cat $x /etc/shadow", "echo '/etc/shadow y'; cat $x"])
      expect(deny(reads, { command })).toBe("true");
    for (const command of ["cat $x", "echo /etc/shadow", "cat $x; echo '*'", "cat $x 'a*'"])
      expect(deny(reads, { command })).toBe("false");
    expect(
      deny("writes: [/etc/shadow], if_uncertain: false", { command: "ls > $x; echo /etc/shadow" }),
    ).toBe("false");
  });
});
