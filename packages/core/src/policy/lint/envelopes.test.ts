import { describe, expect, it } from "vitest";
import { codes } from "../../../test/lint.ts";

describe("approval_without_allow", () => {
  it("is an approval of the graver calls where nothing lets the milder ones through", () => {
    expect(codes(`require_approval: [{ capability: a.b, amount_gt: 5 }]`)).toEqual([
      "approval_without_allow",
    ]);
    expect(
      codes(
        `{ require_approval: [{ capability: [a.b, c.d], trust_below: internal }], allow: [a.b] }`,
      ),
    ).toEqual(["approval_without_allow"]);
  });

  it("is neither an approval of all calls nor one beside an allow, even of fewer calls", () => {
    expect(codes(`require_approval: [a.b]`)).toEqual([]);
    expect(
      codes(`{ require_approval: [{ capability: a, amount_gt: 5 }], warn: [a.b.production] }`),
    ).toEqual([]);
  });

  it("is not an approval that says which calls may be asked for, nor one beside another of all", () => {
    expect(codes(`require_approval: [{ capability: a.b, tenant: x, amount_lte: 5 }]`)).toEqual([]);
    expect(codes(`require_approval: [a.b, { capability: a.b, amount_gt: 5 }]`)).toEqual([]);
  });
});
