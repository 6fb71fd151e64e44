import { describe, expect, it } from "vitest";
import { brokenAdapters } from "../../test/broken-adapters.ts";
import { runAdapterCase } from "./adapter-case.ts";
import { adapterCases } from "./adapter-cases.ts";
import { referenceHarness } from "./reference-harness.ts";

describe("the adapter suite", () => {
  it("has no two cases of one name", () => {
    const names = adapterCases.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(brokenAdapters)("fails an adapter that $fault", async ({ breaks, harness }) => {
    const adapterCase = adapterCases.find(({ name }) => name === breaks);
    if (adapterCase === undefined) throw new Error(`there is no case "${breaks}"`);
    await expect(runAdapterCase(referenceHarness, adapterCase)).resolves.toBeUndefined();
    await expect(runAdapterCase(harness, adapterCase)).rejects.toBeInstanceOf(Error);
  });

  it.each(adapterCases)("can fail: $name", async (adapterCase) => {
    const failed = await Promise.allSettled(
      brokenAdapters.map(({ harness }) => runAdapterCase(harness, adapterCase)),
    );
    expect(failed.some(({ status }) => status === "rejected")).toBe(true);
  });
});
