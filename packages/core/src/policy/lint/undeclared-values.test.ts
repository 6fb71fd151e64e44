import { describe, expect, it } from "vitest";
import { codes, lint } from "../../../test/lint.ts";

const listed = (names: string): string =>
  `allow: [{ capability: pay.out, amount_lte: 10, only_args: [${names}] }]`;

describe("undeclared_value", () => {
  it("is a deny over a wildcard, which an allowed call without the value passes by", () => {
    const allowed = 'allow: ["payments.*"]';
    expect(codes(`{ deny: [{ capability: "*", amount_gt: 10 }], ${allowed} }`)).toEqual([
      "undeclared_value",
    ]);
    expect(codes(`{ deny: [{ capability: "payments.*", currency: USD }], ${allowed} }`)).toEqual([
      "undeclared_value",
    ]);
    const declared = "fields: { payments: { amount: /sum } }";
    const deny = 'deny: [{ capability: "payments.*", amount_gt: 10 }]';
    expect(codes(`{ ${declared}, ${deny}, ${allowed} }`)).toEqual([]);
  });

  it("is not a deny over a wildcard beside allow rules that name their calls, or want the value", () => {
    const deny = 'deny: [{ capability: "payments.*", amount_gt: 10 }]';
    expect(codes(`{ ${deny}, allow: [payments.list] }`)).toEqual([]);
    expect(codes(`{ ${deny}, allow: [{ capability: "payments.*", amount_lte: 10 }] }`)).toEqual([]);
  });

  it("is a condition over arguments that the policy lists, of which none has such a name", () => {
    expect(codes(listed("to, euros"))).toEqual(["undeclared_value"]);
    expect(lint(listed("to, euros"))[0]?.message).toBe(
      'none of the arguments the policy lists for "pay.out" is known to be its amount; say in fields where it is',
    );
    expect(codes(listed("to, total_amount"))).toEqual([]);
    expect(codes(`fields: { pay: { amount: /euros } }\n${listed("to, euros")}`)).toEqual([]);
  });

  it("is not a condition on a named capability, since there a missing value is uncertain", () => {
    expect(codes(`deny: [{ capability: pay.out, amount_gt: 10 }]`)).toEqual([]);
  });
});
