import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import type { ApprovalRequirement } from "../approval-requirement.ts";
import { requirementChanges } from "./requirement-changes.ts";

const ALICE = "alice+fff7f6c9+AVNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";
const BOB = "bob+40645e2a+AV0Jvlkg/xARPiuGmg3ZUVOzCnyFsHyBSniFsgDO8Lke";

const of = (approvals: string): readonly ApprovalRequirement[] =>
  policy(`approvals: ${approvals}`).approvalRequirements;

/** Whether each change from one `approvals:` to another loosens. */
const changes = (before: string, after: string): readonly (readonly [string, boolean])[] =>
  requirementChanges(of(before), of(after)).map(({ key, loosens }) => [key, loosens]);

describe("changes of who must answer requests for approval", () => {
  it("are none where only the order differs", () => {
    expect(
      changes(`{ approvers: [${ALICE}, ${BOB}] }`, `{ approvers: [${BOB}, ${ALICE}] }`),
    ).toEqual([]);
  });

  it("loosen where an entry goes, and not where one comes", () => {
    const one = `{ for: a.b, approvers: ${ALICE} }`;
    expect(changes(one, "[]")).toEqual([["approvals.a.b", true]]);
    expect(changes("[]", one)).toEqual([["approvals.a.b", false]]);
    expect(changes(one, `[${one}, { approvers: ${BOB} }]`)).toEqual([["approvals.*", false]]);
  });

  it.each([
    ["a smaller quorum", `[${ALICE}, ${BOB}], quorum: 2`, `[${ALICE}, ${BOB}]`, true],
    ["a larger quorum", `[${ALICE}, ${BOB}]`, `[${ALICE}, ${BOB}], quorum: 2`, false],
    ["one approver more", ALICE, `[${ALICE}, ${BOB}]`, true],
    ["one approver less", `[${ALICE}, ${BOB}]`, ALICE, false],
    ["another approver", ALICE, BOB, true],
    ["their own answers", ALICE, `${ALICE}, not_self: false`, true],
    ["no more own answers", `${ALICE}, not_self: false`, ALICE, false],
  ])(
    "with %s for the same capabilities say whether they loosen",
    (_name, before, after, loosens) => {
      expect(changes(`{ approvers: ${before} }`, `{ approvers: ${after} }`)).toEqual([
        ["approvals.*", loosens],
      ]);
    },
  );

  it("loosen where one of several entries for the same capabilities goes", () => {
    const [one, other] = [`{ approvers: ${ALICE} }`, `{ approvers: ${BOB} }`];
    expect(changes(`[${one}, ${other}]`, one)).toEqual([["approvals.*", true]]);
  });

  it("say who it is, how many, and for whose calls", () => {
    expect(requirementChanges(of("[]"), of(`{ approvers: [${BOB}, ${ALICE}] }`))).toEqual([
      {
        key: "approvals.*",
        before: undefined,
        after: "1 of alice+fff7f6c9, bob+40645e2a; not of their own",
        loosens: false,
      },
    ]);
  });
});
