import { describe, expect, it } from "vitest";
import { DisagreementError } from "../benchmark.ts";
import { largeWorkload } from "./large-workload.ts";
import { type EngineName, prepare } from "./match.ts";
import type { Request, Rule } from "./rule.ts";
import { seedWorkload } from "./seed-workload.ts";

const ENGINES: readonly EngineName[] = [
  "capfence",
  "capfenceWithEvent",
  "casl",
  "casbin",
  "cedar",
  "slicedCedar",
  "governanceToolkit",
  "opa",
];

describe.each(ENGINES)("%s", (engine) => {
  it("gives the reference's answer to all questions about few rules and many, spread and concentrated", async () => {
    const workloads = [
      seedWorkload(3, 200),
      seedWorkload(4, 200),
      largeWorkload("spread", 100, 200),
      largeWorkload("concentrated", 100, 200),
    ];
    for (const workload of workloads)
      expect((await prepare(engine, workload)).operations).toBe(200);
  });

  it.each([
    ["missing", {}],
    ["null", { amount: null }],
    ["a word", { amount: "abc" }],
    ["negative", { amount: -1 }],
    ["too large", { amount: 1001 }],
  ])("does not let an amount that is %s pass as a small one", async (_, payload) => {
    const rules: readonly Rule[] = [
      { section: "allow", resource: "payments", action: "transfer", amountUpTo: 1000 },
    ];
    const requests = [transfer(payload), transfer({ amount: 1000 })];
    const contender = await prepare(engine, { rules, requests });
    expect(contender.run()).toBe(1);
  });
});

it.each(["capfence", "capfenceWithEvent", "casl"] as const)(
  "%s is not measured where an answer differs from the reference",
  async (engine) => {
    // The reference looks for a lower-case text, so it never finds this one; casbin borrows its conditions.
    const rules: readonly Rule[] = [
      { section: "allow", resource: "payments", action: "transfer", contains: "HELLO" },
    ];
    const requests = [transfer({ command: "say hello" })];
    await expect(prepare(engine, { rules, requests })).rejects.toThrow(DisagreementError);
  },
);

function transfer(payload: Request["payload"]): Request {
  return {
    actor: "agent",
    resource: "payments",
    action: "transfer",
    environment: "production",
    payload,
  };
}
