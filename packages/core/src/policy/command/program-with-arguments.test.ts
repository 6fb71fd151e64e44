import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../encoding/json.ts";
import { type ProgramWithArguments, programWithArguments } from "./program-with-arguments.ts";

describe("programWithArguments", () => {
  it.each<[payload: JsonObject, found?: ProgramWithArguments]>([
    [
      { command: "a", args: ["b"] },
      { words: ["a", "b"], rest: {} },
    ],
    [
      { cmd: "a", args: [] },
      { words: ["a"], rest: {} },
    ],
    [
      { program: "a", arguments: ["b", "c"] },
      { words: ["a", "b", "c"], rest: {} },
    ],
    [
      { executable: "a", argv: ["b"] },
      { words: ["a", "b"], rest: {} },
    ],
    [
      { binary: "a", args: ["b"] },
      { words: ["a", "b"], rest: {} },
    ],
    [
      { bin: "/usr/bin/a", args: ["b"], cwd: "/x" },
      { words: ["/usr/bin/a", "b"], rest: { cwd: "/x" } },
    ],
    [
      { COMMAND: "a", ARGS: ["b"] },
      { words: ["a", "b"], rest: {} },
    ],
    [{ command: "a" }],
    [{ args: ["a"] }],
    [{ command: "a b", args: ["c"] }],
    [{ command: "a;b", args: ["c"] }],
    [{ command: "", args: ["c"] }],
    [{ command: 5, args: ["c"] }],
    [{ command: ["a"], args: ["c"] }],
    [{ command: "a", args: "b" }],
    [{ command: "a", args: ["b", 5] }],
    [{ command: "a", cmd: "b", args: ["c"] }],
    [{ command: "a", args: ["b"], argv: ["c"] }],
    [{ xcommand: "a", args: ["b"] }],
    [{ commandx: "a", args: ["b"] }],
    [{ command: "a", xargs: ["b"] }],
    [{ command: "a", argsx: ["b"] }],
    [
      { command: "./a+b-c.d", args: ["x y"] },
      { words: ["./a+b-c.d", "x y"], rest: {} },
    ],
  ])("reads %j as %j", (payload, found) => {
    expect(programWithArguments(payload)).toStrictEqual(found);
  });
});
