import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { lintPolicy } from "./lint.ts";

const ALICE = "alice+fff7f6c9+AVNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";

/** What is doubtful about the approvers of a policy. */
function findings(text: string): readonly string[] {
  const { document } = policy(text);
  if (document === undefined) throw new TypeError("a policy");
  return lintPolicy(document)
    .filter(({ code }) => code === "unused_approvers")
    .map(({ line, key, message }) => `${line}: ${key}: ${message}`);
}

describe("approvers who are never asked", () => {
  it("are found where no approval rule is about their capabilities", () => {
    expect(
      findings(`
approvals:
  - { for: pay.out, approvers: ${ALICE} }
  - { for: "crm.*", approvers: ${ALICE} }
require_approval: [crm.delete]
`),
    ).toEqual([
      '3: approvals: no approval rule is about "pay.out", so these approvers are never asked',
    ]);
  });

  it("are found where there is no approval rule at all", () => {
    expect(findings(`approvals: { approvers: ${ALICE} }\nallow: [a.b]\n`)).toEqual([
      "1: approvals: no approval rule is there, so these approvers are never asked",
    ]);
  });

  it("are none where a rule or a risk level asks", () => {
    const approvals = `approvals: { for: a.b, approvers: ${ALICE} }\n`;
    expect(findings(`${approvals}require_approval: [a]\n`)).toEqual([]);
    expect(findings(`${approvals}risk_levels: { high: require_approval }\n`)).toEqual([]);
    expect(findings(`approvals: { approvers: ${ALICE} }\nrequire_approval: [a.b]\n`)).toEqual([]);
  });
});
