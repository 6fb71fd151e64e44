import { describe, expect, it } from "vitest";
import { LINT_RULES } from "./lint-rules.ts";

describe("LINT_RULES", () => {
  it("explains every kind of finding, in the order of their codes", () => {
    expect([...LINT_RULES.keys()]).toEqual([...LINT_RULES.keys()].toSorted());
    for (const { summary, help } of LINT_RULES.values())
      expect(`${summary} ${help}`).toMatch(/^[a-z].*\.$/);
  });
});
