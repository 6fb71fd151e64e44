import { describe, expect, it } from "vitest";
import { isAboutCall, judgedRuntime, recordsOf, transfer } from "../../test/judged-runtime.ts";
import { disclose, verifyDisclosure } from "../audit/redaction/disclosure.ts";
import { generateRedactionKey, readRedactionKey } from "../audit/redaction/redaction-key.ts";
import { Redactor } from "../audit/redaction/redactor.ts";
import { readRecord } from "../audit/read-record.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { guard } from "./guard.ts";
import type { ActionRuntime } from "./runtime.ts";

const SECRET = "4111 1111 1111 1111";
const key = readRedactionKey(generateRedactionKey());
const redactor = new Redactor({ pointers: ["/payload/card"], patterns: ["4111[ 0-9]+"], key });

const paying = (amount: number, to = "bob") =>
  transfer(amount, { payload: { amount, card: SECRET, to }, toolCallId: `id ${SECRET}` });

function redacting(): { readonly storage: MemoryStorage; readonly runtime: ActionRuntime } {
  const storage = new MemoryStorage();
  return { storage, runtime: judgedRuntime({ storage, audit: { redactor } }) };
}

function stored(storage: MemoryStorage): string {
  return JSON.stringify([[...storage.entries()], storage.all("request")]);
}

describe("a runtime that redacts", () => {
  it("judges and runs the call as it is, and stores nothing of what is hidden", async () => {
    const { storage, runtime } = redacting();
    const seen: unknown[] = [];
    const pay = guard(
      { runtime, agentId: "agent", capability: "payments.transfer", toolName: "pay" },
      (input: { amount: number; card: string }) => {
        seen.push(input.card);
        throw new Error(`no account for ${input.card}`);
      },
    );
    await expect(pay({ amount: 5, card: SECRET })).rejects.toThrow(SECRET);
    await runtime.execute(paying(5000));
    expect(seen).toEqual([SECRET]);
    expect(stored(storage)).not.toContain("4111");
    expect(await recordsOf(runtime)).toMatchObject([
      { kind: "decision", redacted: ["/payload/card"], authorized: true },
      { kind: "outcome", redacted: ["/error"], outcome: "failed" },
      { kind: "approval", state: "requested" },
      { kind: "decision", redacted: expect.arrayContaining(["/payload/card"]) as unknown },
    ]);
    expect(await runtime.auditTrail.verify()).toMatchObject({ intact: true });
  });

  it("stores the name of a tool nowhere where it is hidden in the context", async () => {
    for (const options of [{ pointers: ["/context/toolName"] }, { patterns: ["4111"] }]) {
      const storage = new MemoryStorage();
      const audit = { redactor: new Redactor({ ...options, key }) };
      const runtime = judgedRuntime({ storage, audit });
      await runtime.execute(transfer(5000, { toolName: "pay 4111" }));
      expect(stored(storage)).not.toContain("4111");
    }
  });

  it("binds an approval to the hidden value all the same", async () => {
    const { runtime } = redacting();
    const { approvalId = "" } = await runtime.execute(paying(5000));
    await runtime.approvals.approve(approvalId, { by: "carol" });
    const other = transfer(5000, { payload: { amount: 5000, card: "4111 2", to: "bob" } });
    expect(await runtime.execute(other)).toMatchObject({ authorized: false });
    expect(await runtime.execute(paying(5000))).toMatchObject({ reason: "approval_granted" });
    expect((await runtime.approvals.get(approvalId))?.payload).toMatchObject({
      amount: 5000,
      to: "bob",
    });
  });

  it("can prove later what was hidden", async () => {
    const { storage, runtime } = redacting();
    const { id } = await runtime.execute(paying(5));
    const entry = [...storage.entries()].find((one) => {
      const record = readRecord(one);
      return isAboutCall(record) && record.kind === "decision";
    });
    const claim = { id, pointer: "/payload/card", value: SECRET };
    expect(verifyDisclosure(entry?.text ?? "", disclose(key, claim))).toBe("proved");
    const wrong = disclose(key, { ...claim, value: "4111 1111 1111 1112" });
    expect(verifyDisclosure(entry?.text ?? "", wrong)).toBe("not_proved");
  });
});
