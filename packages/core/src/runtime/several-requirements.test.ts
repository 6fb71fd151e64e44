import { beforeEach, describe, expect, it } from "vitest";
import { approverKey } from "../../test/approvers.ts";
import { judgedRuntime, transfer } from "../../test/judged-runtime.ts";
import { writeVerifierKey } from "../encoding/note/note-key.ts";
import { CapabilitySystem } from "../policy/capability-system.ts";
import type { ActionRuntime } from "./runtime.ts";

const [alice, bob, carol] = ["alice", "bob", "carol"].map(approverKey) as [
  ReturnType<typeof approverKey>,
  ReturnType<typeof approverKey>,
  ReturnType<typeof approverKey>,
];
const keys = (...signers: readonly (typeof alice)[]): string =>
  JSON.stringify(signers.map(({ verifier }) => writeVerifierKey(verifier)));

let runtime: ActionRuntime;
beforeEach(() => {
  const text = `
approvals:
  - { approvers: ${keys(alice, bob)} }
  - { for: payments.*, approvers: ${keys(bob, carol)}, quorum: 1 }
require_approval: [payments.transfer]
allow: [payments.transfer]
`;
  const capabilitySystem = new CapabilitySystem().loadPolicyText(text, "policy.yaml");
  runtime = judgedRuntime({ capabilitySystem });
});

async function ask(): Promise<string> {
  return (await runtime.execute(transfer(5))).approvalId ?? "";
}

async function stateAfter(...signers: readonly (typeof alice)[]): Promise<string> {
  const id = await ask();
  for (const signer of signers) await runtime.approvals.approve(id, { signer });
  const { reason } = await runtime.preview(transfer(5));
  return `${(await runtime.approvals.get(id))?.state}, ${reason}`;
}

describe("a call that several entries of a policy cover", () => {
  it("waits until each has its approvers, in whatever order they answer", async () => {
    expect(await stateAfter(alice)).toBe("pending, approval_required");
    expect(await stateAfter(carol)).toBe("approved, approval_granted");
    expect((await runtime.execute(transfer(5))).authorized).toBe(true);
    expect(await stateAfter(carol)).toBe("pending, approval_required");
    expect(await stateAfter(alice)).toBe("approved, approval_granted");
  });

  it("needs one alone who is in both", async () => {
    expect(await stateAfter(bob)).toBe("approved, approval_granted");
  });

  it("names all who may answer", async () => {
    const request = await runtime.approvals.get(await ask());
    expect(request?.approvers).toEqual(["alice", "bob", "carol"]);
  });
});
