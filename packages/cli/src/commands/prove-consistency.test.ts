import { openSigning } from "@capfence/core/signing";
import {
  checkNote,
  readAddCheckpoint,
  readSignedCheckpoint,
  verifyConsistency,
} from "@capfence/core/tlog";
import { describe, expect, it } from "vitest";
import { call, ReceiptScratch } from "../../test/receipt-scratch.ts";

/** A log with two checkpoints, and the first of them in a file. */
async function grown(): Promise<ReceiptScratch & { readonly kept: string }> {
  const scratch = new ReceiptScratch();
  const runtime = scratch.opened();
  for (let index = 0; index < 9; index += 1) await call(runtime, { command: `ls ${index}` });
  await runtime.auditTrail.close();
  const first = scratch.records.find(({ kind }) => kind === "checkpoint")?.note ?? "";
  return Object.assign(scratch, { kept: scratch.file("kept.txt", first) });
}

const prove = (
  scratch: ReceiptScratch & { readonly kept: string },
): ReturnType<ReceiptScratch["run"]> =>
  scratch.run("prove-consistency", scratch.kept, "-a", scratch.log);

describe("capfence prove-consistency", () => {
  it("proves that the log extends a checkpoint, as a witness asks for it", async () => {
    const scratch = await grown();
    const { code, output, errors } = await prove(scratch);
    expect([code, errors]).toEqual([0, ""]);
    const request = readAddCheckpoint(output);
    const old = readSignedCheckpoint(scratch.records[3]?.note ?? "");
    expect(request?.oldSize).toBe(old?.checkpoint.size);
    expect(request && checkNote(request.note, openSigning(scratch.key).signer.verifier)).toBe(
      "signed",
    );
    const { size = 0, root = new Uint8Array() } = request?.checkpoint ?? {};
    const { size: firstSize = 0, root: firstRoot = root } = old?.checkpoint ?? {};
    expect(size).toBeGreaterThan(firstSize);
    expect(verifyConsistency({ firstSize, firstRoot, size, root }, request?.proof ?? [])).toBe(
      true,
    );
    const json = await scratch.run("prove-consistency", scratch.kept, "-a", scratch.log, "--json");
    expect(JSON.parse(json.output)).toMatchObject({
      oldSize: firstSize,
      size,
      checkpoint: request?.text,
    });
  });

  it.each([
    [
      "was rewritten",
      "UPDATE log SET text = replace(text, 'ops-agent', 'ops-agenx') WHERE seq = 3",
    ],
    ["lost records", "DELETE FROM log WHERE seq = 2"],
    [
      "lost records behind it",
      'DELETE FROM log WHERE seq > 4 AND text NOT LIKE \'%"kind":"checkpoint"%\'',
    ],
  ])("proves nothing of a log that %s", async (_what, sql) => {
    const scratch = await grown();
    scratch.tamper(sql);
    const { code, output, errors } = await prove(scratch);
    expect([code, output]).toEqual([3, ""]);
    expect(errors).toContain("the log does not extend this checkpoint");
  });

  it("says so where the log has no later checkpoint of it", async () => {
    const scratch = await grown();
    scratch.tamper("DELETE FROM log WHERE seq > 3");
    const { code, errors } = await prove(scratch);
    expect([code, errors]).toEqual([1, expect.stringContaining("over 3 records or more")]);
  });

  it("refuses what is no checkpoint", async () => {
    const scratch = await grown();
    scratch.file("kept.txt", "x");
    expect(await prove(scratch)).toMatchObject({
      code: 2,
      errors: expect.stringContaining("no signed checkpoint"),
    });
  });
});
