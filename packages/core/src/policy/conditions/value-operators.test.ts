import { describe, expect, it } from "vitest";
import { matchArgument } from "../../../test/match-argument.ts";
import type { Json } from "../../encoding/json.ts";

describe("operators", () => {
  it.each<[string, Json, string]>([
    ["{ equals: { a: 1, b: [2] } }", { b: [2], a: 1 }, "true"],
    ["{ equals: { a: 1 } }", { a: 1, b: 2 }, "false"],
    ["{ in: [a, b] }", "b", "true"],
    ["{ in: [a, b] }", "c", "false"],
    ["{ in: [a, b] }", 5, "uncertain"],
    ["{ in: [a, 5] }", "5", "uncertain"],
    ["{ in: [5, 6] }", 5, "true"],
    ["{ not_in: [a, b] }", "c", "true"],
    ["{ not_in: [a, b] }", "a", "false"],
    ["{ not_in: [a, b] }", ["a"], "uncertain"],
    ["{ not_in: [5] }", "5", "uncertain"],
    ["{ gt: 5 }", 6, "true"],
    ["{ gt: 5 }", 5, "false"],
    ["{ gte: 5 }", "5.00", "true"],
    ["{ lt: 5 }", -1e3, "true"],
    ["{ lte: 0.1 }", "0.1000000000000000000001", "false"],
    ["{ gt: 5 }", "6,000", "uncertain"],
    ["{ gt: 5 }", true, "uncertain"],
    ["{ gt: 5 }", [6], "uncertain"],
    ['{ gt: "-0.00000000000000000001" }', 1e-20, "uncertain"],
    ["{ lt: 5 }", 1e-20, "uncertain"],
    ["{ gt: 1, lt: 5 }", 3, "true"],
    ["{ gt: 1, lt: 5 }", 5, "false"],
    ["{ gt: 1, lt: 5 }", "x", "uncertain"],
    ["{ matches: ^v1 }", "v1.2", "true"],
    ["{ matches: ^v1 }", "v2", "false"],
    ["{ matches: ^v1 }", 1, "uncertain"],
    ["{ starts_with: refs/ }", "refs/heads", "true"],
    ["{ starts_with: [a/, b/] }", "b/x", "true"],
    ["{ starts_with: refs/ }", " refs/", "true / false"],
    ["{ starts_with: refs/ }", "REFS/heads", "uncertain / false"],
    ["{ starts_with: Refs/ }", " re\u200bfs/heads", "uncertain / false"],
    ["{ starts_with: [a/, b/] }", "B/x", "uncertain / false"],
    ["{ starts_with: refs/ }", "tags/refs/", "false"],
    ["{ matches: ^secret$ }", "sec\u200bret", "true / false"],
    ["{ length_lte: 3 }", "abc", "true"],
    ["{ length_lte: 3 }", "abcd", "false"],
    ["{ length_lte: 1 }", [1, 2], "false"],
    ["{ length_lte: 1 }", { a: 1 }, "uncertain"],
    ["{ length_lte: 0 }", 5, "uncertain"],
    ["{ type: string }", "a", "true"],
    ['{ type: [number, "null"] }', null, "true"],
    ["{ type: integer }", 5, "true"],
    ["{ type: integer }", 5.5, "false"],
    ["{ type: number }", "5", "false"],
    ["{ type: array }", [], "true"],
    ["{ type: object }", [], "false"],
    ["{ type: object }", {}, "true"],
    ["{ type: boolean }", false, "true"],
    ["{ exists: true }", null, "true"],
    ["{ exists: false }", null, "false"],
  ])("%s for %j is %s", (matcher, value, truth) => {
    expect(matchArgument(matcher, value)).toBe(truth);
  });
});

it("is uncertain of a text longer than its pattern runs over", () => {
  expect(matchArgument("{ matches: x }", "y".repeat(70_000))).toBe("uncertain");
});
