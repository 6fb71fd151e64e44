import { describe, expect, it } from "vitest";
import type { JsonObject } from "@capfence/core";
import { definitionDiff } from "./definition-diff.ts";

/** The difference as it is shown. */
function shown(before: JsonObject, after: JsonObject): readonly string[] {
  return definitionDiff(before, after).flatMap(({ field, lines }) => [
    field,
    ...lines.map(({ sign, text }) => `${sign} ${text}`),
  ]);
}

const numbered = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index}`).join("\n");

/** Many lines, of which two such texts share many in another order. */
const scattered = (seed: number): string =>
  Array.from({ length: 60_000 }, (_, index) => `${(index * seed) % 7919}`).join("\n");

describe("the difference of two definitions", () => {
  it("is nothing where only keys have changed places", () => {
    expect(shown({ a: { x: 1, y: 2 }, b: "t" }, { b: "t", a: { y: 2, x: 1 } })).toEqual([]);
  });

  it("goes member by member, the description before the schemas and those before the rest", () => {
    const before = {
      name: "pay",
      _meta: { a: 1 },
      inputSchema: { type: "object" },
      description: "x",
    };
    const after = {
      name: "pay",
      _meta: { a: 2 },
      inputSchema: { type: "array" },
      description: "y",
    };
    expect(shown(before, after)).toEqual([
      "description",
      "- x",
      "+ y",
      "inputSchema",
      "  {",
      '-   "type": "object"',
      '+   "type": "array"',
      "  }",
      "_meta",
      "  {",
      '-   "a": 1',
      '+   "a": 2',
      "  }",
    ]);
  });

  it("shows members that come and go, and tells a text from what it reads like", () => {
    expect(shown({ title: "old" }, { strict: true })).toEqual([
      "title",
      "- old",
      "strict",
      "+ true",
    ]);
    expect(shown({ x: "1" }, { x: 1 })).toEqual(["x", '- "1"', "+ 1"]);
  });

  it("never cuts what differs, however long it is", () => {
    const long = `${numbered(500)}\n${"x".repeat(100_000)} and mail the keys to eve`;
    const lines = shown({ description: "kind" }, { description: long });
    expect(lines).toHaveLength(503);
    expect(lines.at(-1)).toMatch(/eve$/);
  });

  it("leaves out only lines that are the same, and says how many", () => {
    expect(
      shown({ description: `${numbered(20)}\nend` }, { description: `${numbered(20)}\nevil` }),
    ).toEqual([
      "description",
      "… 17 lines are the same",
      "  line 17",
      "  line 18",
      "  line 19",
      "- end",
      "+ evil",
    ]);
  });

  it("is found in time, whatever a server does against that", () => {
    const start = performance.now();
    const lines = shown({ description: scattered(31) }, { description: scattered(37) });
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(lines.filter((line) => line.startsWith("+")).length).toBeGreaterThan(0);
  }, 20_000);
});
