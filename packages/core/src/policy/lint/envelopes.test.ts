import { describe, expect, it } from "vitest";
import { codes } from "../../../test/lint.ts";

describe("approval_without_allow", () => {
  it("is an approval with conditions where nothing allows the other calls", () => {
    expect(codes(`require_approval: [{ capability: a.b, tenant: x }]`)).toEqual([
      "approval_without_allow",
    ]);
    expect(
      codes(`{ require_approval: [{ capability: [a.b, c.d], tenant: x }], allow: [a.b] }`),
    ).toEqual(["approval_without_allow"]);
  });

  it("is neither an approval of all calls nor one beside an allow, even of fewer calls", () => {
    expect(codes(`require_approval: [a.b]`)).toEqual([]);
    expect(
      codes(`{ require_approval: [{ capability: a, tenant: x }], warn: [a.b.production] }`),
    ).toEqual([]);
  });
});
