import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../encoding/json.ts";
import {
  carriesCommand,
  type CommandValues,
  declaredCommands,
  findCommands,
} from "./find-commands.ts";

const NOTHING: CommandValues = { values: [], vectors: [], others: [], crowded: false };

const texts = (count: number): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_item, index) => [`t${index}`, "a"]));
const long = (length: number): JsonObject => ({ a: "a", list: ["x".repeat(length)] });

describe("findCommands", () => {
  it.each<[JsonObject, Partial<CommandValues>, boolean]>([
    [{}, {}, false],
    [{ command: "a" }, { values: [{ value: "a", lines: false }] }, true],
    [{ command: ["a", "b"] }, { values: [{ value: ["a", "b"], lines: false }] }, true],
    [{ commands: ["a"] }, { values: [{ value: ["a"], lines: true }] }, true],
    [{ cmd: { x: "a" } }, { values: [{ value: { x: "a" }, lines: false }], others: ["a"] }, true],
    [{ command: { x: 5 } }, { values: [{ value: { x: 5 }, lines: false }] }, true],
    [{ command: { command: "a" } }, { values: [{ value: "a", lines: false }] }, true],
    [{ command: [] }, { values: [{ value: [], lines: false }] }, true],
    [
      { command: [["a"], ["b"]] },
      {
        values: [
          { value: ["a"], lines: false },
          { value: ["b"], lines: false },
        ],
      },
      true,
    ],
    [{ command: [{ command: "a" }] }, { values: [{ value: "a", lines: false }] }, true],
    [{ command: null }, { values: [{ value: null, lines: false }] }, true],
    [{ x: "a" }, { others: ["a"] }, false],
    [{ x: ["a", "b"] }, { others: ["a", "b", "a b"] }, false],
    [{ x: ["a"] }, { others: ["a"] }, false],
    [{ x: ["a", 5] }, { others: ["a"] }, false],
    [{ x: { y: { z: "a" } } }, { others: ["a"] }, false],
    [{ x: [["a", "b"], "c"] }, { others: ["a", "b", "a b", "c"] }, false],
    [{ x: 5 }, {}, false],
    [
      { command: "a", args: ["b"] },
      {
        values: [
          { value: "a", lines: false },
          { value: ["b"], lines: false },
        ],
        vectors: [{ words: ["a", "b"], certain: true }],
      },
      true,
    ],
    [
      { command: "a b", args: ["c"] },
      {
        values: [
          { value: "a b", lines: false },
          { value: ["c"], lines: false },
        ],
        vectors: [{ words: ["a", "b", "c"], certain: true }],
      },
      true,
    ],
    [
      { x: "a b", args: ["c"] },
      {
        values: [{ value: ["c"], lines: false }],
        vectors: [{ words: ["a", "b", "c"], certain: false }],
        others: ["a b"],
      },
      true,
    ],
    [
      { x: "a", args: "b c" },
      {
        values: [{ value: "b c", lines: false }],
        vectors: [{ words: ["a", "b", "c"], certain: true }],
        others: ["a"],
      },
      true,
    ],
    [{ args: "b c" }, { values: [{ value: "b c", lines: false }] }, true],
    [
      { x: "a", params: "b", options: "c" },
      {
        vectors: [
          { words: ["a", "b"], certain: true },
          { words: ["a", "c"], certain: true },
          { words: ["b", "c"], certain: true },
          { words: ["c", "b"], certain: true },
        ],
        others: ["a", "b", "c"],
      },
      false,
    ],
    [
      { x: "a", y: ["b"] },
      { vectors: [{ words: ["a", "b"], certain: true }], others: ["a", "b"] },
      false,
    ],
    [{ x: "a", args: [] }, { values: [{ value: [], lines: false }], others: ["a"] }, false],
    [
      { x: "a", args: ["b", 5] },
      {
        values: [
          { value: "b", lines: false },
          { value: 5, lines: false },
        ],
        others: ["a"],
      },
      true,
    ],
    [
      { x: { y: "a", args: ["b"] } },
      {
        values: [{ value: ["b"], lines: false }],
        vectors: [{ words: ["a", "b"], certain: true }],
        others: ["a"],
      },
      true,
    ],
    [
      { cmds: ["a"], scripts: ["b"], script: ["c"], argv: ["d"], input: ["e"] },
      {
        values: [
          { value: ["a"], lines: true },
          { value: ["b"], lines: true },
          { value: ["c"], lines: false },
          { value: ["d"], lines: false },
          { value: ["e"], lines: false },
        ],
      },
      true,
    ],
    [
      { x: " a  b ", argument: "c" },
      { vectors: [{ words: ["a", "b", "c"], certain: false }], others: [" a  b ", "c"] },
      false,
    ],
    [
      { x: "a", flag: "b" },
      { vectors: [{ words: ["a", "b"], certain: true }], others: ["a", "b"] },
      false,
    ],
    [
      { x: "a", parameters: "b" },
      { vectors: [{ words: ["a", "b"], certain: true }], others: ["a", "b"] },
      false,
    ],
    [{ x: "a", xargs: "b" }, { others: ["a", "b"] }, false],
    [{ x: "a", argsx: "b" }, { others: ["a", "b"] }, false],
  ])("finds in %j %j", (payload, expected, carries) => {
    const found = findCommands(payload);
    expect(found).toStrictEqual({ ...NOTHING, ...expected });
    expect(carriesCommand(found)).toBe(carries);
  });

  it("puts so many arguments together and no more", () => {
    expect(findCommands({ ...texts(32), list: ["b"] })).toMatchObject({ crowded: false });
    expect(findCommands({ ...texts(33), list: ["b"] })).toMatchObject({ crowded: true });
    expect(findCommands({ ...texts(33), list: ["b"] }).vectors).toHaveLength(32);
  });

  it("puts arguments together up to so many characters", () => {
    // One more for each word.
    expect(findCommands(long(16 * 1024 - 2))).toMatchObject({ crowded: false });
    expect(findCommands(long(16 * 1024 - 1))).toMatchObject({ crowded: true });
    const many = Array.from({ length: 16 * 1024 + 1 }, () => "");
    expect(findCommands({ a: "a", many })).toMatchObject({ crowded: true });
    expect(findCommands({ list: ["x".repeat(16 * 1024 - 3), "y"] }).others).toHaveLength(3);
    expect(findCommands({ list: ["x".repeat(16 * 1024 - 2), "y"] }).others).toHaveLength(2);
  });
});

describe("declaredCommands", () => {
  it.each<[readonly Json[], Partial<CommandValues>]>([
    [[], {}],
    [["a"], { values: [{ value: "a", lines: false }] }],
    [
      ["a", ["b"]],
      {
        values: [
          { value: "a", lines: false },
          { value: ["b"], lines: false },
        ],
        vectors: [{ words: ["a", "b"], certain: true }],
      },
    ],
    [
      [["b"], "a"],
      {
        values: [
          { value: ["b"], lines: false },
          { value: "a", lines: false },
        ],
        vectors: [{ words: ["a", "b"], certain: true }],
      },
    ],
    [[5], { values: [{ value: 5, lines: false }] }],
    [
      ["a b", ["c"]],
      {
        values: [
          { value: "a b", lines: false },
          { value: ["c"], lines: false },
        ],
        vectors: [{ words: ["a", "b", "c"], certain: true }],
      },
    ],
    [
      ["a", ["b"], ["c"]],
      {
        values: [
          { value: "a", lines: false },
          { value: ["b"], lines: false },
          { value: ["c"], lines: false },
        ],
        vectors: [
          { words: ["a", "b"], certain: true },
          { words: ["a", "c"], certain: true },
        ],
      },
    ],
  ])("finds in %j %j", (values, expected) => {
    expect(declaredCommands(values)).toStrictEqual({ ...NOTHING, ...expected });
  });
});

describe("carriesCommand", () => {
  it.each<[JsonObject, boolean]>([
    [{ command: "" }, true],
    [{ command: " " }, true],
    [{ command: [] }, true],
    [{ command: [""] }, true],
    [{ command: ["", ["a"]] }, true],
    [{ command: "", x: "a" }, false],
    [{ command: "", x: " " }, true],
    [{ command: "", args: "", x: "b" }, false],
    [{ command: 5 }, true],
    [{ command: {} }, true],
  ])("says of %j %s", (payload, expected) => {
    expect(carriesCommand(findCommands(payload))).toBe(expected);
  });
});
