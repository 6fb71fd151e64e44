import { describe, expect, it } from "vitest";
import { policy } from "../../test/judge.ts";
import { ActionEvent, type ActionEventInput } from "../action/event.ts";
import type { JsonObject } from "../encoding/json.ts";
import { conditionProblems } from "./bare-conditions.ts";
import { CapabilitySystem } from "./capability-system.ts";

const POLICY = `
environments: [qa]
fields: { pay.out: { amount: /money } }
require_approval: [pay]
`;

const payment = (more: Partial<ActionEventInput> = {}): ActionEvent =>
  ActionEvent.create({ actor: "agent", capability: "pay.out", ...more });

const holds = (conditions: unknown, more: Partial<ActionEventInput> = {}): boolean =>
  policy(POLICY).holds(conditions as JsonObject, payment(more));

const problems = (conditions: unknown): readonly string[] =>
  conditionProblems(conditions as JsonObject).map(({ key, message }) => `${key}: ${message}`);

describe("conditions by themselves", () => {
  it("hold as those of an allow rule do, and so does none", () => {
    expect(holds({})).toBe(true);
    expect(holds({ amount_lte: 5 }, { payload: { money: 5 } })).toBe(true);
    expect(holds({ amount_lte: 5 }, { payload: { money: 6 } })).toBe(false);
    expect(holds({ amount_lte: 5, tenant: "x" }, { payload: { money: 5 }, tenant: "x" })).toBe(
      true,
    );
    expect(holds({ amount_lte: 5, tenant: "x" }, { payload: { money: 5 }, tenant: "y" })).toBe(
      false,
    );
    expect(holds({ amount_lte: "5.00" }, { payload: { money: "5.000" } })).toBe(true);
  });

  it("must be sure of every part of the payload", () => {
    expect(holds({ contains: "x" }, { payload: { a: "x", b: "xx" } })).toBe(true);
    expect(holds({ contains: "x" }, { payload: { a: "x", b: "y" } })).toBe(false);
  });

  it.each([
    ["a missing value", { amount_lte: 5 }, {}],
    ["an odd value", { amount_lte: 5 }, { payload: { money: "5 EUR" } }],
    ["a missing fact", { tenant: "x" }, { payload: { tenant: "x" } }],
    [
      "an environment that nobody named",
      { unless: { environment: "test" } },
      { environment: "tst" },
    ],
  ])("do not hold where that is uncertain: %s", (_name, conditions, more) => {
    expect(holds(conditions, more)).toBe(false);
  });

  it("may have exceptions, as allow rules may", () => {
    const conditions = { unless: { amount_gt: 5 } };
    expect(holds(conditions, { payload: { money: 5 } })).toBe(true);
    expect(holds(conditions, { payload: { money: 6 } })).toBe(false);
    expect(holds(conditions)).toBe(false);
  });

  it("read the fields and the environments of the policy", () => {
    expect(holds({ amount_lte: 5 }, { payload: { money: 5, amount: 50 } })).toBe(true);
    expect(holds({ unless: { environment: "test" } }, { environment: "qa" })).toBe(true);
  });

  it("do not hold without a policy", () => {
    expect(new CapabilitySystem().holds({}, payment())).toBe(false);
  });

  it("answer alike each time, and however their keys are ordered", () => {
    const system = policy(POLICY);
    const event = payment({ payload: { money: 5 }, tenant: "x" });
    const once = [
      system.holds({ tenant: "x", amount_lte: 5 }, event),
      system.holds({ amount_lte: 5, tenant: "x" }, event),
      system.holds({ amount_lte: 4, tenant: "x" }, event),
    ];
    expect(once).toEqual([true, true, false]);
  });

  it("stay right when more are asked about than are remembered", () => {
    const system = policy(POLICY);
    const event = payment({ payload: { money: 300 } });
    const answers = Array.from({ length: 600 }, (_, bound) =>
      system.holds({ amount_lte: bound }, event),
    );
    expect(answers.indexOf(true)).toBe(300);
    expect(answers.lastIndexOf(false)).toBe(299);
    expect(system.holds({ amount_lte: 1 }, event)).toBe(false);
  });

  // A decision must take less than 100 ms, whatever a grant says.
  it("that are too long do not hold", () => {
    expect(holds({ tenant: ["x", "y".repeat(70_000)] }, { tenant: "x" })).toBe(false);
    expect(problems({ tenant: "y".repeat(70_000) })).toEqual([
      ": longer than 65536 characters; name fewer values",
    ]);
  });
});

describe("what is no condition", () => {
  it.each([
    ["a capability", { capability: "pay" }, 'capability: unknown key "capability"'],
    ["words for people", { reason: "x" }, 'reason: unknown key "reason"'],
    [
      "a misspelling",
      { amount_ltee: 5 },
      'amount_ltee: unknown key "amount_ltee"; did you mean "amount_lte"?',
    ],
    ["a wrong value", { amount_lte: "many" }, "amount_lte: expected a plain decimal"],
    ["a limit", { max_calls: { count: 1, per: "1h" } }, "max_calls: a limit holds calls back"],
    [
      "a limit in an exception",
      { unless: { max_calls: { count: 1, per: "1h" } } },
      "unless.max_calls: a limit holds calls back",
    ],
    [
      "an unsafe key",
      JSON.parse('{ "__proto__": { "amount_lte": 5 } }'),
      "$.__proto__: this key is refused",
    ],
    ["a control character", { contains: "\u0085" }, "contains: "],
    ["what is no JSON", { tenant: () => "x" }, ": "],
    ["what is no object", ["tenant"], ": "],
    ["nothing", undefined, ": "],
  ])("does not hold, and a person is told why: %s", (_name, conditions, message) => {
    expect(holds(conditions, { payload: { money: 1 }, tenant: "x" })).toBe(false);
    expect(problems(conditions)[0]).toContain(message);
  });

  it("is told of in one go", () => {
    expect(problems({ amount_ltee: 5, tenant: [] })).toHaveLength(2);
    expect(problems({ amount_lte: 5, unless: { tenant: "x" } })).toEqual([]);
  });
});
