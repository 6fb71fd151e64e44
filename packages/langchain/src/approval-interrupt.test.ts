import { ApprovalError } from "@capfence/core";
import type { HITLRequest } from "langchain";
import { describe, expect, expectTypeOf, it } from "vitest";
import { answersOf, type ApprovalInterrupt, approvalInterrupt } from "./approval-interrupt.ts";

const pending = {
  approvalId: "apr_1",
  tool: "pay",
  capability: "payments.pay",
  actor: "agent",
  payload: { amount: 50 },
};

describe("the payload of a pause", () => {
  it("is what LangChain's own human in the loop asks with, and what CapFence knows", () => {
    const explained = { ...pending, explanation: "seen by a human" };
    expect(approvalInterrupt([pending, explained])).toEqual({
      actionRequests: [
        { name: "pay", args: { amount: 50 }, description: '"pay" needs an approval' },
        { name: "pay", args: { amount: 50 }, description: "seen by a human" },
      ],
      reviewConfigs: [
        { actionName: "pay", allowedDecisions: ["approve", "reject"] },
        { actionName: "pay", allowedDecisions: ["approve", "reject"] },
      ],
      capfence: [pending, explained],
    });
    expectTypeOf<ApprovalInterrupt["actionRequests"][number]>().toExtend<
      HITLRequest["actionRequests"][number]
    >();
  });
});

describe("what a run is resumed with", () => {
  it("is one decision for each call, in order", () => {
    const decisions = [{ type: "approve" }, { type: "reject", message: "too much" }];
    expect(answersOf({ decisions }, 2)).toEqual([
      { approved: true },
      { approved: false, note: "too much" },
    ]);
    expect(answersOf({ decisions: [{ type: "reject", message: 7 }] }, 1)).toEqual([
      { approved: false },
    ]);
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a bare yes", true],
    ["a word", "approve"],
    ["a decision without a list", { type: "approve" }],
    ["a list without its name", [{ type: "approve" }]],
    ["something like a list", { decisions: { 0: { type: "approve" }, length: 1 } }],
    ["too few decisions", { decisions: [] }],
    ["too many decisions", { decisions: [{ type: "approve" }, { type: "approve" }] }],
    // oxlint-disable-next-line no-sparse-arrays -- what is tested
    ["a hole", { decisions: [,] }],
    ["an empty decision", { decisions: [null] }],
    ["a decision of another type", { decisions: [{ type: "respond" }] }],
    ["a type that only looks like one", { decisions: [{ type: ["approve"] }] }],
    ["an edited call", { decisions: [{ type: "edit", editedAction: { name: "pay", args: {} } }] }],
  ])("is refused if it is %s", (_, resume) => {
    expect(() => answersOf(resume, 1)).toThrow(ApprovalError);
  });
});
