import { describe, expect, it } from "vitest";
import { brokenPausing } from "../../test/broken-pausing.ts";
import { runPausingCase } from "./pausing-case.ts";
import { pausingCases } from "./pausing-cases.ts";

describe("the pausing suite", () => {
  it("has no two cases of one name", () => {
    const names = pausingCases.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(brokenPausing)("fails an adapter that $fault", async ({ harness }) => {
    const settled = await Promise.allSettled(
      pausingCases.map((one) => runPausingCase(harness, one)),
    );
    expect(settled.some(({ status }) => status === "rejected")).toBe(true);
  });

  it.each(pausingCases)("can fail: $name", async (one) => {
    const settled = await Promise.allSettled(
      brokenPausing.map(({ harness }) => runPausingCase(harness, one)),
    );
    expect(settled.some(({ status }) => status === "rejected")).toBe(true);
  });
});
