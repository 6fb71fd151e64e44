import { describe, expect, it } from "vitest";
import { alignColumns } from "./table.ts";

describe("alignColumns", () => {
  it("aligns columns whatever their cells are made of, without trailing spaces", () => {
    const text = alignColumns([
      ["a", "b", "c"],
      ["\u001B[31mlong\u001B[39m", "東京", ""],
      ["x", "y", "z"],
    ]);
    expect(text).toBe("a     b     c\n\u001B[31mlong\u001B[39m  東京\nx     y     z");
  });
});
