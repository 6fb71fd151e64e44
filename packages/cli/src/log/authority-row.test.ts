import { PassThrough } from "node:stream";
import { ActionEvent, ActionRuntime, CapabilitySystem } from "@capfence/core";
import { openSigning } from "@capfence/core/signing";
import { SqliteStorage } from "@capfence/core/sqlite";
import { describe, expect, it } from "vitest";
import { Payer, paymentPolicy } from "../../test/payer.ts";
import { Scratch } from "../../test/scratch.ts";
import { printRows } from "./print-rows.ts";

const PAYMENT = { actor: "pay-agent", capability: "payments.transfer", environment: "production" };
const TO_PAY = ["-a", "pay-agent", "-c", "payments.transfer", "-e", "production"];

/** A log in which a grant of an emergency, and then a bypass, let a payment through. */
async function emergencies(): Promise<Scratch> {
  const scratch = new Scratch();
  const payer = new Payer(scratch, paymentPolicy());
  await scratch.run("grant", ...TO_PAY, "--by", "al", "--break-glass", "--reason", "outage");
  await payer.attempt();
  scratch.close();
  const storage = SqliteStorage.open(scratch.log);
  const runtime = new ActionRuntime({
    capabilitySystem: new CapabilitySystem().loadPolicyText("deny: [payments.transfer]"),
    storage,
    audit: openSigning(scratch.key),
    clock: () => scratch.now,
    emergencyBypass: { longestSeconds: 60 },
  });
  const end = await runtime.bypass({ actor: "pay-agent", reason: "payroll", seconds: 60 });
  await runtime.execute(ActionEvent.create({ ...PAYMENT, payload: { amount: 1 } }));
  await end();
  await runtime.close();
  storage.close();
  return scratch;
}

describe("an emergency in the log", () => {
  it("stands out, as does every call that it let run", async () => {
    const scratch = await emergencies();
    const rows = (await scratch.run("logs")).output.trimEnd().split("\n").slice(1);
    expect(
      rows.map((row) =>
        row
          .replace(/(?:grt|byp)_[\w-]+(?:\)|…)?/, "ID")
          .split(/ {2,}/)
          .slice(2),
      ),
    ).toEqual([
      ["payments.transfer", "BREAK-GLASS", "by al: outage", "until 2026-01-31 13:00:00 (ID"],
      [
        "payments.transfer.production",
        "require_approval (BREAK-GLASS)",
        "approved_grant",
        "none recorded",
      ],
      ["*", "BYPASS", "payroll", "until 2026-01-31 12:01:00 (ID"],
      ["payments.transfer.production", "deny (BYPASS)", "bypassed", "none recorded"],
      ["*", "bypass ended", "payroll", "ID"],
    ]);
  });

  it("is shown to whoever asks for the agent's calls, whatever they are", async () => {
    const scratch = await emergencies();
    for (const filter of [
      ["--agent", "pay-agent"],
      ["--capability", "payments"],
    ]) {
      const { output } = await scratch.run("logs", ...filter);
      expect(output).toContain("BREAK-GLASS");
      expect(output).toContain("BYPASS");
    }
    expect((await scratch.run("logs", "--agent", "other")).output).not.toContain("BYPASS");
  });

  it("is said by the receipts of the calls", async () => {
    const scratch = await emergencies();
    const decisions = scratch.entries
      .map(({ text }) => JSON.parse(text))
      .filter(({ kind }) => kind === "decision");
    const folder = scratch.file("none", "").replace(/none$/, "");
    const [granted, bypassed] = await Promise.all(
      decisions.map(async ({ id }) => {
        const { output } = await scratch.run("receipt", id, "--out", `${folder}${id}.tlog-proof`);
        return output;
      }),
    );
    expect(granted).toMatch(/REQUIRE_APPROVAL \(and granted before: BREAK-GLASS\)/);
    expect(granted).toMatch(/Grant: +grt_/);
    expect(bypassed).toMatch(/DENY \(BYPASSED in an emergency\)/);
    expect(bypassed).toMatch(/Bypass: +byp_/);
  });

  it("is bold and red on a terminal", () => {
    const shown = Object.assign(new PassThrough(), { isTTY: true, getColorDepth: () => 8 });
    const row = { time: "", agent: "", capability: "", reason: "", outcome: "" };
    printRows(
      ["BREAK-GLASS", "BYPASS", "deny (BYPASS)", "granted"].map((decision) => ({
        ...row,
        decision,
      })),
      shown,
    );
    const lines = String(shown.read()).split("\n");
    for (const line of lines.slice(1, 4)) expect(line).toContain("\u001B[1m\u001B[31m");
    expect(lines[4]).not.toContain("\u001B[31m");
  });
});
