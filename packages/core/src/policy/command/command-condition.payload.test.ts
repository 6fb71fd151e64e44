import { describe, expect, it } from "vitest";
import { type Call, decide, policy, truthOf } from "../../../test/judge.ts";
import type { TruthName } from "../truth.ts";
import type { JsonObject } from "../../encoding/json.ts";

function truth(side: "restrict" | "permit", keys: string, call: Call): TruthName {
  return truthOf(side, `command: { ${keys} }`, { capability: "shell.execute", ...call });
}
const payload = (side: "restrict" | "permit", keys: string, value: JsonObject): TruthName =>
  truth(side, keys, { payload: value });

describe("where a payload carries its command", () => {
  const keys = "destructive: true";
  it.each<JsonObject>([
    { command: "rm x" },
    { cmd: "rm x" },
    { script: "ls\nrm x" },
    { command: ["rm", "x"] },
    { command: ["rm x"] },
    { argv: ["rm", "x"] },
    { commands: ["ls", "rm x"] },
    { command: "rm", args: ["x"] },
    { program: "rm", args: ["x"] },
    { command: "ls", cmd: "rm x" },
    { steps: [{ command: "ls" }, { command: "rm x" }] },
    { command: "ls", note: "rm x" },
    { command: "ls", options: { line: "rm x" } },
  ])("finds it in %j", (value) => {
    expect(payload("restrict", keys, value)).toBe("true");
  });

  it.each<JsonObject>([
    { command: ["ls", "$(rm x)"], description: "rm is not what it runs" },
    { command: "ls", description: "rm x", cwd: "/tmp", timeout: 5 },
    { command: "ls", args: ["-l"] },
    { command: ["echo", "a b; c"] },
  ])("clears %j", (value) => {
    expect(payload("restrict", keys, { ...value, command: value["command"] ?? null })).toBe(
      JSON.stringify(value).includes("$(") ? "uncertain" : "false",
    );
  });

  it.each<JsonObject>([
    {},
    { line: "ls" },
    { command: 5 },
    { command: ["ls", 5] },
    { command: { text: "ls" } },
    { command: ["ls", ";", "pwd"] },
  ])("is uncertain of %j", (value) => {
    expect(payload("restrict", keys, value)).toBe("uncertain");
    expect(payload("permit", "destructive: false", value)).toBe("uncertain");
  });

  it.each<JsonObject>([
    { command: "ls", code: "x" },
    { command: "ls", env: { PATH: "/tmp" } },
    { command: "ls", shell: "fish" },
    { command: "ls", stdin: "x" },
    { command: "ls", options: { line: "x" } },
  ])("does not allow %j, which may run something else", (value) => {
    expect(payload("permit", "destructive: false", value)).toBe("uncertain");
    expect(payload("permit", "programs: [ls]", value)).toBe("uncertain");
  });

  it("allows what only tells about the command", () => {
    const value = {
      command: "ls",
      description: "x",
      cwd: "/tmp",
      timeout: 5,
      shell: "/bin/bash",
      env: { LANG: "C" },
    };
    expect(payload("permit", "destructive: false", value)).toBe("true");
  });

  it("is the declared field where there is one", () => {
    const fields = { command: ["/run/line"] };
    const value = { run: { line: "rm x" }, command: "ls" };
    expect(truth("restrict", keys, { payload: value, fields })).toBe("true");
    expect(truth("restrict", keys, { payload: { command: "rm x" }, fields })).toBe("uncertain");
    const clean = { run: { line: "ls" }, command: "frob" };
    expect(truth("permit", "destructive: false", { payload: clean, fields })).toBe("true");
  });

  it("is not asked for under a broad pattern", () => {
    const broad = { payload: { path: "x" }, pattern: "*" };
    expect(truth("restrict", keys, broad)).toBe("false");
  });
});

describe("a command condition", () => {
  it.each([
    ["command: rm", "expected a mapping, such as { programs: [ls, "],
    ["command: {}", "expected at least one of: programs, any_program, flags_any"],
    ["command: { program: ls }", 'unknown key "program"; did you mean "programs"?'],
    ["command: { programs: [] }", "the list is empty"],
    ["command: { programs: ['a | b'] }", '"a | b" is not a program'],
    ["command: { flags_any: [force] }", '"force" is not a flag; write it as -f or --force'],
    ["command: { operators: [and] }", '"and" is not an operator'],
    ["command: { destructive: yes please }", "expected true or false"],
    ["command: { destructive: true, if_uncertain: 1 }", "expected true or false"],
    ["command: { if_uncertain: true }", "expected at least one of"],
  ])("does not load as %s", (text, message) => {
    expect(() => policy(`deny:\n  - { capability: shell.execute, ${text} }\n`)).toThrow(message);
  });

  it("does not load with if_uncertain in an allow rule", () => {
    const text = "command: { destructive: false, if_uncertain: true }";
    expect(() => policy(`allow:\n  - { capability: shell.execute, ${text} }\n`)).toThrow(
      '"if_uncertain" is for deny and approval rules; an allow rule must be sure',
    );
  });

  it("denies what is uncertain, and names itself", () => {
    const text =
      "deny: [{ capability: shell.execute, command: { destructive: true } }]\nallow: [shell.execute]";
    const of = (command: string) =>
      decide(text, { capability: "shell.execute", payload: { command } });
    expect(of("echo $HOME")).toMatchObject({ effect: "allow" });
    expect(of("$X")).toMatchObject({ effect: "deny", uncertain: ["command"] });
  });
});
