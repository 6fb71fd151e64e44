import { describe, expect, it } from "vitest";
import { aRequest } from "../../test/a-request.ts";
import { ruleEnvelope } from "./rule-envelope.ts";

describe("the envelope that the inbox proposes", () => {
  it("is shown as the rule that it is", () => {
    const request = { ...aRequest(), payload: { amount: 5000, to: "x\u202E" } };
    expect(ruleEnvelope(request)).toEqual({
      conditions: {
        amount_lte: 5000,
        args: { "/to": { equals: "x\u202E" } },
        only_args: ["amount", "to"],
      },
      lines: expect.arrayContaining(["  amount_lte: 5000", String.raw`    /to: x\u202e`]),
    });
  });

  it("is not proposed where something is redacted, as any value would pass there", () => {
    const token = { redacted: "value", sha256: "ab".repeat(32) };
    expect(ruleEnvelope({ ...aRequest(), payload: { amount: 5000, token } })).toBeUndefined();
  });
});
