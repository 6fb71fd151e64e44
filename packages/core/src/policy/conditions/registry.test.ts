import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { CONDITIONS, UNSUPPORTED_CONDITIONS } from "./registry.ts";

describe("the conditions", () => {
  it("are those of the policy language, each either evaluated or named as not available", () => {
    expect([...CONDITIONS.keys(), ...UNSUPPORTED_CONDITIONS].toSorted()).toStrictEqual(
      `actor amount_gt amount_gte amount_lt amount_lte args caller_depth_gt caller_depth_gte caller_depth_lt
       caller_depth_lte command contains currency environment framework match_keywords match_regex max_calls
       max_total only_args path_matches path_prefix path_within paths risk_level session sql table tenant
       tool_name trust_below url user_role`.split(/\s+/),
    );
  });

  it.each([...UNSUPPORTED_CONDITIONS])("a policy that uses %s does not load", (key) => {
    expect(() => policy(`allow:\n  - capability: a.b\n    ${key}: x\n`)).toThrow(
      `test.yaml:3:5: allow[0].${key}: the condition "${key}" is not available in this release; nothing is allowed by a rule it cannot evaluate`,
    );
  });
});
