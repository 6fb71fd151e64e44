import { describe, expect, it } from "vitest";
import { approverKey, signedPolicy } from "../../test/approvers.ts";
import { judgedRuntime, transfer } from "../../test/judged-runtime.ts";
import { SignedApprovals, signedAnswer } from "../../test/signed-approvals.ts";
import { applyQuietly } from "../../test/apply-quietly.ts";
import { grantStatement, signStatement } from "../approvals/statement.ts";
import type { SignerKey } from "../encoding/note/note-key.ts";

const SAID = { answer: "approved", at: 1_000_000 } as const;

/** A desk where two must approve, and these keys count beside that of bob. */
function deskFor(keys: readonly SignerKey[]): SignedApprovals {
  const desk = new SignedApprovals();
  const capabilitySystem = signedPolicy([...keys, desk.bob], ", quorum: 2");
  const { storage } = desk;
  desk.runtime = judgedRuntime({ storage, capabilitySystem, clock: () => desk.now });
  return desk;
}

describe("a quorum of two", () => {
  it.each([
    ["alice", "alice"],
    ["alice", "Alice"],
    ["alice", "ａｌｉｃｅ"],
    ["alice", "ali\u{FE0F}ce"],
    ["strasse", "Straße"],
  ])("is not had by one person with the keys %j and %j", async (first, second) => {
    const keys = [approverKey(first), approverKey(second)];
    const desk = deskFor(keys);
    const id = await desk.ask();
    const request = await desk.stored(id);
    const sign = (one: SignerKey) => signedAnswer(request, { ...SAID, by: one.verifier.name }, one);
    await desk.forge(id, { state: "approved", answers: keys.map(sign) });
    expect((await desk.runtime.execute(desk.call())).reason).toBe("approval_required");
    const answers = [...keys, desk.bob].map(sign);
    await desk.forge(id, { state: "approved", answers });
    expect((await desk.runtime.execute(desk.call())).authorized).toBe(true);
  });

  it("is not had by one person for a grant either", async () => {
    const keys = [approverKey("alice"), approverKey("ALICE")];
    const desk = deskFor(keys);
    const grant = {
      id: "grt_1",
      actor: "agent",
      capability: "payments.transfer",
      environment: "*",
      grantedBy: "alice",
      createdAt: desk.now,
      expiresAt: desk.now + 1000,
      quorum: 2,
      endorsements: [],
    };
    const endorsements = keys.map((key) => {
      const said = { by: key.verifier.name, at: desk.now };
      return { ...said, signature: signStatement(grantStatement(grant, said), key) };
    });
    await applyQuietly(desk.storage, { type: "grant", grant: { ...grant, endorsements } });
    expect((await desk.runtime.execute(desk.call())).reason).toBe("approval_required");
  });

  it("still waits for a second person after one has answered under two spellings", async () => {
    const desk = deskFor([approverKey("alice"), approverKey("Alice")]);
    const id = await desk.ask();
    const { approvals } = desk.runtime;
    const first = approverKey("alice");
    await approvals.approve(id, { signer: first });
    const again = approvals.approve(id, { signer: approverKey("Alice") });
    await expect(again).rejects.toThrow('"Alice" has answered');
    expect(await approvals.get(id)).toMatchObject({ state: "pending" });
  });
});

describe("an actor who is an approver", () => {
  it.each(["alice", "ALICE", "ali\u{034F}ce", "\u{3164}alice"])(
    "cannot approve for themselves as %j",
    async (actor) => {
      const desk = new SignedApprovals();
      const event = transfer(0, { actor, toolName: "transfer", payload: { amount: 5000 } });
      const id = await desk.ask(event);
      const request = await desk.stored(id);
      const answers = [signedAnswer(request, { ...SAID, by: "alice" }, desk.alice)];
      await desk.forge(id, { state: "approved", answers });
      expect((await desk.runtime.execute(event)).authorized).toBe(false);
    },
  );
});
