import { describe, expect, it } from "vitest";
import { policy, truthOf } from "../../../test/judge.ts";

describe("caller_depth", () => {
  it.each([
    ["caller_depth_gt", ["false", "false", "true"]],
    ["caller_depth_gte", ["false", "true", "true"]],
    ["caller_depth_lt", ["true", "false", "false"]],
    ["caller_depth_lte", ["true", "true", "false"]],
  ])("%s: 1 at depth 0, 1 and 2", (key, truths) => {
    for (const side of ["restrict", "permit"] as const)
      expect(
        [0, 1, 2].map((callerDepth) => truthOf(side, `${key}: 1`, { callerDepth })),
      ).toStrictEqual(truths);
  });

  it("is uncertain where the host does not say, whatever the payload says", () => {
    const payload = { callerDepth: 0, caller_depth: 0 };
    for (const side of ["restrict", "permit"] as const)
      for (const pattern of ["tool.run", "*"])
        expect(truthOf(side, "caller_depth_lte: 5", { payload, pattern })).toBe("uncertain");
  });

  it.each(["-1", "1.5", '"1"', "true", "[1]", "null"])("refuses the bound %s", (bound) => {
    expect(() => policy(`deny: [{ capability: a.b, caller_depth_gt: ${bound} }]`)).toThrow(
      "expected a whole number from 0",
    );
  });
});
