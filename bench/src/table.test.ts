import { expect, it } from "vitest";
import { formatTable } from "./table.ts";

it("aligns the first column to the left, the others to the right, under a header", () => {
  const text = formatTable([
    ["name", "a"],
    ["x", "1"],
    ["longer", "1000"],
  ]);
  expect(text).toBe("name       a\n------  ----\nx          1\nlonger  1000");
});
