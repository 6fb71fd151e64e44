import { describe, expect, it } from "vitest";
import { isTextFilter, pipedInterpreter } from "./piped-interpreter.ts";

describe("pipedInterpreter", () => {
  it.each([
    ["sh", "sh"],
    ["bash -s", "bash"],
    ["python3 -", "python3"],
    ["docker exec -i c sh", "sh"],
    ["deno run -", "deno"],
    ["node run", "node"],
    ["sudo -u x sh", "sh"],
    ["bun run -", "bun"],
  ])("knows that in %j %j runs what it is sent", (line, program) => {
    expect(pipedInterpreter(line.split(" "))).toBe(`"${program}" runs what it is sent`);
  });

  it.each([
    "bash x",
    "python3 x.py",
    "docker exec -i c sh x",
    "deno run x",
    "grep sh",
    "sudo grep sh",
    "cat",
    "sh --version",
    "a bash --help",
    "env cat sh",
    "",
  ])("finds none in %j", (line) => {
    expect(pipedInterpreter(line.split(" "))).toBeUndefined();
  });
});

describe("isTextFilter", () => {
  it.each([
    ["sh", false],
    ["bash -s", false],
    ["bash x", false],
    ["python3 -", false],
    ["python3 x.py", false],
    ["docker exec -i c sh", false],
    ["docker exec -i c sh x", false],
    ["deno run -", false],
    ["deno run x", false],
    ["node run", false],
    ["grep sh", true],
    ["sudo grep sh", true],
    ["cat", true],
    ["sudo -u x sh", false],
    ["bun run -", false],
    ["sh --version", false],
    ["a bash --help", false],
    ["env cat sh", true],
    ["", false],
  ])("says of %j %s", (line, expected) => {
    expect(isTextFilter(line.split(" "))).toBe(expected);
  });
});
