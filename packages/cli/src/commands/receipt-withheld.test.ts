import { existsSync } from "node:fs";
import { openSigning } from "@capfence/core/signing";
import { generateSignerKey, readSignerKey } from "@capfence/core/tlog";
import { describe, expect, it } from "vitest";
import { call, ReceiptScratch } from "../../test/receipt-scratch.ts";

const DENIED = { command: "drop it" };

describe("capfence receipt, where it cannot prove everything", () => {
  it("says how to get a receipt of what no checkpoint covers yet", async () => {
    const scratch = new ReceiptScratch();
    const runtime = scratch.opened();
    await call(runtime, DENIED);
    await call(runtime, DENIED);
    const { code, output, errors } = await scratch.make(1);
    expect(code).toBe(1);
    expect(output).toContain("Decision:      DENY");
    expect(output).not.toContain("wrote");
    expect(errors).toContain(
      "no checkpoint covers the decision yet; one is made when the runtime closes",
    );
    expect(existsSync(scratch.receipt)).toBe(false);
    expect(JSON.parse((await scratch.make(1, "--json")).output)).toMatchObject({
      result: "no_checkpoint",
    });
    await runtime.auditTrail.close();
    expect((await scratch.make(1)).code).toBe(0);
  });

  it("leaves out an outcome that no checkpoint covers yet, and says so", async () => {
    const scratch = new ReceiptScratch();
    const runtime = scratch.opened();
    await call(runtime, { command: "ls" });
    const { code, output, errors } = await scratch.make();
    expect(code).toBe(0);
    expect(output).toContain("Tool invoked:  yes, succeeded");
    expect(output).toContain("which proves the decision; to check it");
    expect(errors).toContain("the outcome is not in the receipt");
    expect((await scratch.check()).output).toContain("Tool invoked:  unknown");
    await runtime.auditTrail.close();
  });

  it("has nothing to prove by in a log that is not signed", async () => {
    const scratch = new ReceiptScratch();
    await scratch.called(DENIED, {});
    const { code, output, errors } = await scratch.make();
    expect(code).toBe(1);
    expect(output).toContain("Decision:      DENY");
    expect(errors).toContain("this log is not signed");
    expect(existsSync(scratch.receipt)).toBe(false);
  });

  it.each([
    [
      "the record",
      (s: ReceiptScratch) =>
        s.tamper("UPDATE log SET text = replace(text, 'ops-agent', 'ops-agenx')"),
    ],
    [
      "another record",
      (s: ReceiptScratch) =>
        s.tamper("UPDATE log SET text = replace(text, 'enforce', 'observe') WHERE seq = 2"),
    ],
    ["a missing record", (s: ReceiptScratch) => s.tamper("DELETE FROM log WHERE seq = 2")],
    [
      "the checkpoints",
      (s: ReceiptScratch) =>
        s.tamper(
          "UPDATE log SET text = replace(text, ' capfence.local', ' capfenca.local') WHERE seq > 3",
        ),
    ],
  ])("writes nothing from a log that is damaged in %s", async (_what, damage) => {
    const scratch = new ReceiptScratch();
    await scratch.called(DENIED);
    damage(scratch);
    const { code, errors } = await scratch.make();
    expect(code).toBe(3);
    expect(errors).toContain("the log is damaged, so that it can prove nothing");
    expect(existsSync(scratch.receipt)).toBe(false);
  });

  it("does not give out what the key of the state folder has not signed", async () => {
    const scratch = new ReceiptScratch();
    const forger = readSignerKey(generateSignerKey("capfence.local/forger"));
    openSigning(scratch.key);
    await scratch.called(DENIED, { signer: forger });
    const { code, errors } = await scratch.make();
    expect([code, errors]).toEqual([3, expect.stringContaining("does not sign")]);
  });
});
