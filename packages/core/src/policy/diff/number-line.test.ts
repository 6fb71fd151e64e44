import { describe, expect, it } from "vitest";
import { parseDecimal } from "../../encoding/decimal.ts";
import { numberLine } from "./number-line.ts";

const points = (...bounds: readonly number[]): readonly unknown[] =>
  numberLine(bounds).filter((value) => !Array.isArray(value));

describe("numberLine", () => {
  it("has each bound, its negative, zero, and something between and beyond all of them", () => {
    expect(points(10)).toEqual([-10, -9, 0, 1, 10, 11, -11]);
    expect(points(0)).toEqual([0, 1, -1]);
  });

  it("finds something between two bounds however near they are", () => {
    expect(points(10, 10.5)).toContain(10.01);
    expect(points(10, 10.01)).toContain(10.005);
    expect(points(1, 1.000001)).toContain(1.0000005);
  });

  it("writes as text what no double holds", () => {
    const bound = parseDecimal("9007199254740993") ?? 0;
    expect(numberLine([bound])).toContain("9007199254740993");
    expect(numberLine([bound])).toContain("-9007199254740994");
    expect(numberLine([parseDecimal("0.10000000000000000001") ?? 0])).toContain(
      "0.10000000000000000001",
    );
  });

  it("has lists that no single amount stands for", () => {
    expect(numberLine([10, 20]).filter((value) => Array.isArray(value))).toEqual([
      [1, 21],
      [21, 21],
    ]);
  });
});
