import { describe, expect, it } from "vitest";
import { readLine } from "../../../test/read-line.ts";

describe("arithmetic", () => {
  it.each([
    "x=1; a $((x + 1))",
    "x=1; a $((x++))",
    "x=1; a $((--x)); b $((x))",
    "a $((!1))",
    "a $((x = 5)); b $((x))",
    "x=1; a $((x == 2))",
    "x=1; a $((x += 1))",
    "a $((1 ? 2 : 3))",
    "a $(((1 + 2)))",
    "a $((0x1F))",
    "a $((123456789012345678))",
    "a $((08))",
    "x=1; a $(($x))",
    "x=1; a $((${x}))",
    "a $((${#x}))",
    "a $(($#))",
    "a $(($?))",
    "a $((1, 2))",
    "x=4; a $((x <<= 2))",
    "x=4; a $((x >= 2))",
    "x=1; y=$((x)); a $((y))",
  ])("surely only counts in %j", (line) => {
    expect(readLine(line).opaque).toBeUndefined();
  });

  it.each([
    "a $((-x))",
    "a $((y++))",
    "y=a; b $((y++))",
    "a $((x == y))",
    "a $((x += 1))",
    "x=1; a $((x += y))",
    "a $((1 = 2))",
    "a $(((1)++))",
    "a $((PATH = 1))",
    "a $((y ? 2 : 3))",
    "a $((1 ? y : 3))",
    "a $((1 ? 2 : y))",
    "a $(((y)))",
    "a $((0x))",
    "a $((1234567890123456789))",
    "a $(($x))",
    "a $(($1))",
    "a $((a[1]))",
    "a $((x[1] = 2))",
    "a $((1 + y))",
    "a $((y + 1))",
    "a $(( x ))",
    "a $((x <<= 2))",
    "x=007; a $((x))",
  ])("may evaluate what a variable holds in %j", (line) => {
    expect(readLine(line).opaque).toBe("its arithmetic may evaluate what a variable holds");
  });
});
