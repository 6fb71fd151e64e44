import { beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { judgedRuntime, transfer } from "../../test/judged-runtime.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { ApprovalError, ConfigurationError } from "../errors.ts";
import { Gate } from "./gate.ts";
import type { ActionRuntime } from "./runtime.ts";

const emergency = { actor: "agent", reason: "payroll is down", seconds: 60 };

let now: number;
let storage: ToldStorage;
let runtime: ActionRuntime;
let warning: MockInstance;
beforeEach(() => {
  now = 1_000_000;
  storage = new ToldStorage();
  runtime = judgedRuntime({
    storage,
    clock: () => now,
    emergencyBypass: { longestSeconds: 3600 },
  });
  warning = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
});

async function passes(amount = 50_000, actor = "agent"): Promise<boolean> {
  return (await runtime.execute(transfer(amount, { actor }))).authorized;
}

describe("an emergency bypass", () => {
  it("is off unless the runtime was made with it", async () => {
    const plain = judgedRuntime();
    await expect(plain.bypass(emergency)).rejects.toThrow("the emergency bypass is off");
  });

  it("lets an actor's calls run whatever the policy says, each marked, until it ends", async () => {
    expect(await passes()).toBe(false);
    const end = await runtime.bypass(emergency);
    expect(await runtime.execute(transfer(50_000))).toMatchObject({
      authorized: true,
      decision: "deny",
      reason: "bypassed",
      warn: true,
      bypassId: expect.stringMatching(/^byp_/),
    });
    expect(await runtime.execute(transfer(5000))).toMatchObject({ reason: "bypassed" });
    expect(await runtime.approvals.pending()).toEqual([]);
    expect(await runtime.execute(transfer(5))).toMatchObject({ reason: "policy_allow" });
    expect(await passes(50_000, "other")).toBe(false);
    await end();
    expect(await passes()).toBe(false);
  });

  it("ends by itself, and does not begin again where the clock is set back", async () => {
    await runtime.bypass(emergency);
    now += 59_999;
    expect(await passes()).toBe(true);
    now += 1;
    expect(await passes()).toBe(false);
    now -= 30_000;
    expect(await passes()).toBe(false);
  });

  it("is recorded and told before it opens anything", async () => {
    storage.refuses = (record) => record.kind === "bypass";
    await expect(runtime.bypass(emergency)).rejects.toThrow("disk full");
    storage.refuses = () => false;
    await expect(passes()).rejects.toThrow("audit trail is closed");
  });

  it("leaves its beginning, its use and its end in the log", async () => {
    const end = await runtime.bypass(emergency);
    await passes();
    await end();
    await end();
    const records: unknown[] = [];
    for await (const record of runtime.auditTrail.records())
      if (record.kind === "bypass" || record.kind === "decision") records.push(record);
    expect(records).toMatchObject([
      { kind: "bypass", state: "begun", actor: "agent", reason: "payroll is down" },
      { kind: "decision", effect: "deny", reason: "bypassed", authorized: true, warn: true },
      { kind: "bypass", state: "ended" },
    ]);
    expect(warning).toHaveBeenCalledWith(
      expect.stringContaining("payroll is down"),
      expect.anything(),
    );
  });

  it.each<[string, Partial<typeof emergency>, new (...values: never[]) => Error]>([
    ["without a reason", { reason: " " }, ApprovalError],
    ["for longer than the runtime lets it", { seconds: 3601 }, ConfigurationError],
    ["for no time", { seconds: 0 }, ConfigurationError],
    ["for nobody", { actor: "" }, ConfigurationError],
  ])("does not begin %s", async (_what, change, error) => {
    await expect(runtime.bypass({ ...emergency, ...change })).rejects.toThrow(error);
    expect(await passes()).toBe(false);
  });

  it("cannot be made to last longer than a day", () => {
    expect(() => judgedRuntime({ emergencyBypass: { longestSeconds: 86_401 } })).toThrow(
      "whole number from 1 to 86400",
    );
  });

  it("does not run a tool without a capability", async () => {
    await runtime.bypass(emergency);
    const verdict = await runtime.refuse(transfer(5), "tool_unmapped");
    expect(verdict).toMatchObject({ authorized: false, reason: "tool_unmapped" });
  });

  it("is that of the older one-call form too", async () => {
    const request = {
      agentId: "agent",
      taskContext: "payroll",
      riskCategory: "payment",
      capability: "payments.transfer",
    };
    const gate = new Gate({ storage: new ToldStorage(), emergencyBypass: { longestSeconds: 60 } });
    expect(gate.evaluate(request).passed).toBe(false);
    const end = await gate.bypass("agent", "payroll is down", { seconds: 60 });
    expect(gate.evaluate(request)).toMatchObject({ passed: true, reason: "bypassed" });
    await end();
    expect(gate.evaluate(request).passed).toBe(false);
    await expect(new Gate({ storage }).bypass("agent", "why", { seconds: 1 })).rejects.toThrow(
      "bypass is off",
    );
  });
});
