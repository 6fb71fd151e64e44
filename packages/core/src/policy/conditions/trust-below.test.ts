import { describe, expect, it } from "vitest";
import { policy, truthOf } from "../../../test/judge.ts";

describe("trust_below", () => {
  it.each([
    ["external", ["true", "false", "false", "false"]],
    ["1", ["true", "false", "false", "false"]],
    ["internal", ["true", "true", "false", "false"]],
    ["system", ["true", "true", "true", "false"]],
    ["3", ["true", "true", "true", "false"]],
  ])("%s, of a call that is trusted 0 to 3", (bound, truths) => {
    for (const side of ["restrict", "permit"] as const)
      expect(
        ([0, 1, 2, 3] as const).map((trust) => truthOf(side, `trust_below: ${bound}`, { trust })),
      ).toStrictEqual(truths);
  });

  it.each([
    ["untrusted", "true"],
    ["external", "true"],
    ["internal", "false"],
    ["system", "false"],
  ] as const)("takes the level %s by name", (trust, truth) => {
    expect(truthOf("restrict", "trust_below: internal", { trust })).toBe(truth);
  });

  it("is uncertain where the host does not say, whatever the payload says", () => {
    const payload = { trust: 3, trust_below: 3 };
    for (const side of ["restrict", "permit"] as const)
      for (const pattern of ["tool.run", "*"])
        expect(truthOf(side, "trust_below: internal", { payload, pattern })).toBe("uncertain");
  });

  it.each([
    ["0", "nothing is trusted less than untrusted; use external"],
    ["untrusted", "nothing is trusted less than untrusted"],
    ["4", "expected a level of trust"],
    ["1.5", "expected a level of trust"],
    ['"1"', "expected a level of trust"],
    ["Internal", "expected a level of trust"],
    ["[1]", "expected a level of trust"],
    ["null", "expected a level of trust"],
  ])("cannot be %s", (bound, message) => {
    expect(() => policy(`deny: [{ capability: a.b, trust_below: ${bound} }]`)).toThrow(message);
  });
});
