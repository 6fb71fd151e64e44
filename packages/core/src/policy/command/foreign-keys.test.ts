import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../encoding/json.ts";
import { foreignKey, startFolder, withoutInert } from "./foreign-keys.ts";

describe("foreignKey", () => {
  it.each<[payload: JsonObject, why?: string]>([
    [{}],
    [{ command: "a" }],
    [{ commands: ["a"] }],
    [{ cmd: "a", script: "b", argv: ["c"], args: ["d"], input: "e" }],
    [{ COMMAND: "a" }],
    [{ line: "a" }, '"line" beside the command may run too; name its place in fields.command'],
    [
      { mycommand: "a" },
      '"mycommand" beside the command may run too; name its place in fields.command',
    ],
    [
      { commandx: "a" },
      '"commandx" beside the command may run too; name its place in fields.command',
    ],
    [{ cwd: "a", workdir: "b", working_directory: "c", working_dir: "d", dir: "e", folder: "f" }],
    [{ xcwd: "a" }, '"xcwd" beside the command may run too; name its place in fields.command'],
    [{ cwdx: "a" }, '"cwdx" beside the command may run too; name its place in fields.command'],
    [{ timeout: "5", timeout_ms: "6", timeoutx: "y" }],
    [
      {
        description: "a",
        reason: "b",
        explanation: "c",
        justification: "d",
        purpose: "e",
        title: "f",
        label: "g",
        id: "h",
        call_id: "i",
        request: "j",
        goal: "k",
        thought: "l",
        background: "m",
        run_in_background: "n",
        is_background: "o",
      },
    ],
    [{ note: "a" }, '"note" beside the command may run too; name its place in fields.command'],
    [{ a: 1, b: true, c: null }],
    [{ env: { LANG: "x" } }],
    [{ env: { PATH: "x" } }, "it sets PATH"],
    [{ environment: { LANG: "x", PATH: "y" } }, "it sets PATH"],
    [{ ENV: {} }],
    [{ env: "a" }, '"env" beside the command may run too; name its place in fields.command'],
    [{ env: ["PATH=x"] }, '"env" beside the command may run too; name its place in fields.command'],
    [
      { xenv: { PATH: "x" } },
      '"PATH" beside the command may run too; name its place in fields.command',
    ],
    [{ shell: "bash" }],
    [{ shell: "/bin/bash" }],
    [{ shell: "fish" }, '"shell" names another shell'],
    [{ interpreter: "sh" }],
    [{ interpreter: "python" }, '"interpreter" names another shell'],
    [{ shell: 5 }],
    [
      { shell: ["bash"] },
      '"shell" beside the command may run too; name its place in fields.command',
    ],
    [{ options: { command: "a" } }],
    [
      { options: { line: "a" } },
      '"line" beside the command may run too; name its place in fields.command',
    ],
    [
      { options: { deep: { line: "a" } } },
      '"line" beside the command may run too; name its place in fields.command',
    ],
    [
      { steps: [{ command: "a" }, { line: "b" }] },
      '"line" beside the command may run too; name its place in fields.command',
    ],
    [{ steps: [{ command: "a" }] }],
    [{ steps: [{ command: "a" }, "x"] }],
    [{ steps: ["x"] }, '"steps" beside the command may run too; name its place in fields.command'],
    [{ command: ["a", "b"] }],
    [{ description: ["a"] }],
    [{ lines: [] }, '"lines" beside the command may run too; name its place in fields.command'],
    [
      { command: "a", line: "b" },
      '"line" beside the command may run too; name its place in fields.command',
    ],
  ])("says of %j %j", (payload, why) => {
    expect(foreignKey(payload)).toBe(why);
  });
});

describe("withoutInert", () => {
  it.each<[JsonObject, JsonObject]>([
    [{ command: "a", cwd: "/x" }, { command: "a" }],
    [{ command: "a" }, { command: "a" }],
    [{ cwd: ["a"] }, { cwd: ["a"] }],
    [
      { cwd: 5, command: "a" },
      { cwd: 5, command: "a" },
    ],
    [{ description: "a", x: "b" }, { x: "b" }],
  ])("leaves of %j %j", (payload, rest) => {
    expect(withoutInert(payload)).toStrictEqual(rest);
  });
});

describe("startFolder", () => {
  it.each<[payload: JsonObject, folder?: string]>([
    [{}],
    [{ cwd: "/x" }, "/x"],
    [{ cwd: "x" }],
    [{ cwd: 5 }],
    [{ cwd: "/x", dir: "/y" }],
    [{ workdir: "/x" }, "/x"],
    [{ working_directory: "/x" }, "/x"],
    [{ workingdir: "/x" }, "/x"],
    [{ CWD: "/x" }, "/x"],
    [{ directory: "/x" }, "/x"],
    [{ folder: "/x" }, "/x"],
    [{ xcwd: "/x" }],
    [{ cwdx: "/x" }],
    [{ cwd: "~/x" }],
  ])("is in %j %j", (payload, folder) => {
    expect(startFolder(payload)).toBe(folder);
  });
});
