import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { judgedRuntime, linesOf, recordsOf, transfer } from "../../test/judged-runtime.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { WaitingStorage } from "../../test/waiting-storage.ts";
import type { ActionEvent } from "../action/event.ts";
import { ApprovalEngine } from "../approvals/engine.ts";
import { ImmutableAuditTrail } from "../audit/trail.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import { CapabilitySystem, type DecisionPoint } from "../policy/capability-system.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { ActionRuntime } from "./runtime.ts";

const TOO_MUCH = 50_000;
const ASKING = 5000;

/** What spreading an event and changing it gives. */
const forgery = (changes: object): ActionEvent => Object.assign({}, transfer(50), changes);

describe("ActionRuntime.execute", () => {
  it("allows, denies and asks, and has each decision in the log when it answers", async () => {
    const runtime = judgedRuntime();
    const verdicts = [];
    for (const amount of [50, TOO_MUCH, ASKING]) {
      verdicts.push(await runtime.execute(transfer(amount)));
      const last = (await recordsOf(runtime)).at(-1);
      expect(last).toMatchObject({ kind: "decision", id: verdicts.at(-1)?.id });
    }
    expect(verdicts).toMatchObject([
      { authorized: true, decision: "allow", reason: "policy_allow" },
      { authorized: false, decision: "deny", reason: "policy_deny", rule: { reason: "too much" } },
      { authorized: false, decision: "require_approval", approvalId: expect.any(String) },
    ]);
    expect(await runtime.auditTrail.verify()).toMatchObject({ intact: true });
  });

  it("records all that was asked and decided", async () => {
    const runtime = judgedRuntime({ clock: () => 0 });
    const facts = { environment: "production", sessionId: "s", userRole: "clerk" };
    const verdict = await runtime.execute(transfer(TOO_MUCH, facts));
    expect((await recordsOf(runtime))[0]).toMatchObject({
      v: 2,
      kind: "decision",
      id: verdict.id,
      time: "1970-01-01T00:00:00.000Z",
      actor: "agent",
      capability: "payments.transfer.production",
      environment: "production",
      context: { sessionId: "s", userRole: "clerk" },
      payload: { amount: TOO_MUCH },
      effect: "deny",
      reason: "policy_deny",
      authorized: false,
      mode: "enforce",
      rule: { section: "deny", id: "deny[0]", file: "policy.yaml", reason: "too much" },
      policyDigest: verdict.policyDigest,
    });
    expect(verdict).toMatchObject({ timestamp: "1970-01-01T00:00:00.000Z" });
    expect(Object.isFrozen(verdict)).toBe(true);
  });

  it("does not trust an event that was not made by create", async () => {
    const runtime = judgedRuntime();
    const forged = forgery({ payload: { amount: TOO_MUCH } });
    const verdict = await runtime.execute(forged);
    expect(verdict.authorized).toBe(false);
    const shifty = forgery({ payload: new Proxy({}, {}) });
    await expect(runtime.execute(shifty)).rejects.toThrow("a Proxy is not JSON");
    expect(await linesOf(runtime)).toEqual(["deny policy_deny"]);
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a promise", Promise.resolve({ effect: "allow" })],
    ["yes", true],
    ["an unknown effect", { effect: "permit", reason: "", policyDigest: "", uncertain: [] }],
    ["half a decision", { effect: "allow" }],
  ])("denies where the decision point answers with %s", async (_, answer) => {
    const capabilitySystem = { decide: () => answer } as unknown as DecisionPoint;
    const runtime = judgedRuntime({ capabilitySystem });
    expect(await runtime.execute(transfer(50))).toMatchObject({
      authorized: false,
      reason: "policy_error",
    });
  });

  it("denies everything before a policy is loaded", async () => {
    const runtime = judgedRuntime({ capabilitySystem: new CapabilitySystem() });
    expect(await runtime.execute(transfer(50))).toMatchObject({
      authorized: false,
      reason: "policy_default_deny",
    });
  });

  it("works on a storage that has to wait", async () => {
    const runtime = judgedRuntime({ storage: new WaitingStorage() });
    const asked = await runtime.execute(transfer(ASKING));
    await runtime.approvals.approve(asked.approvalId ?? "", { by: "carol" });
    const verdicts = await Promise.all([
      runtime.execute(transfer(ASKING)),
      runtime.execute(transfer(ASKING)),
      runtime.execute(transfer(50)),
    ]);
    expect(verdicts.map(({ authorized }) => authorized)).toEqual([true, false, true]);
    expect(await runtime.auditTrail.verify()).toMatchObject({ intact: true });
  });
});

describe("ActionRuntime.executeSync", () => {
  it("answers as execute does", async () => {
    const runtime = judgedRuntime();
    expect(runtime.executeSync(transfer(50)).authorized).toBe(true);
    expect(runtime.executeSync(transfer(TOO_MUCH)).reason).toBe("policy_deny");
    const asked = runtime.executeSync(transfer(ASKING));
    await runtime.approvals.approve(asked.approvalId ?? "", { by: "carol" });
    expect(runtime.executeSync(transfer(ASKING)).reason).toBe("approval_granted");
    expect(runtime.executeSync(transfer(ASKING)).reason).toBe("approval_required");
  });

  it.each([50, TOO_MUCH, ASKING])(
    "refuses a storage that has to wait, for an amount of %d",
    async (amount) => {
      const runtime = judgedRuntime({ storage: new WaitingStorage() });
      expect(() => runtime.executeSync(transfer(amount))).toThrow(ConfigurationError);
      expect((await runtime.execute(transfer(50))).authorized).toBe(true);
    },
  );

  it("throws where it cannot record, and the runtime stays closed", async () => {
    const storage = new ToldStorage();
    storage.refuses = () => true;
    const runtime = judgedRuntime({ storage });
    expect(() => runtime.executeSync(transfer(50))).toThrow(AuditError);
    storage.refuses = () => false;
    expect(() => runtime.executeSync(transfer(50))).toThrow("the audit trail is closed");
    await expect(runtime.execute(transfer(50))).rejects.toThrow(AuditError);
    expect(await recordsOf(runtime)).toEqual([]);
    expect(judgedRuntime({ storage }).executeSync(transfer(50)).authorized).toBe(true);
  });
});

describe("ActionRuntime.withIdentity", () => {
  it("holds for everything that is started inside it, and nests", async () => {
    const runtime = judgedRuntime();
    expect(runtime.identity).toBeUndefined();
    await runtime.withIdentity({ actor: "alice", tenant: "acme" }, async () => {
      await Promise.resolve();
      runtime.withIdentity({ actor: "bob" }, () => {
        expect(runtime.identity).toEqual({ actor: "bob", tenant: "acme" });
      });
      expect(runtime.identity).toEqual({ actor: "alice", tenant: "acme" });
    });
    expect(runtime.identity).toBeUndefined();
  });

  it("is each runtime's own", () => {
    const one = judgedRuntime();
    const other = judgedRuntime();
    one.withIdentity({ actor: "alice" }, () => expect(other.identity).toBeUndefined());
    expect.assertions(1);
  });
});

describe("new ActionRuntime", () => {
  let folder: string | undefined;
  afterEach(() => {
    vi.unstubAllEnvs();
    if (folder !== undefined) rmSync(folder, { recursive: true });
    folder = undefined;
  });

  it("keeps its log in the state folder where it is given no storage, and closes it", async () => {
    folder = mkdtempSync(join(tmpdir(), "capfence-runtime-"));
    vi.stubEnv("CAPFENCE_HOME", folder);
    const path = join(folder, "policy.yaml");
    writeFileSync(path, "allow: [payments.transfer]");
    const runtime = ActionRuntime.fromPolicy(path);
    expect((await runtime.execute(transfer(5))).authorized).toBe(true);
    expect(runtime.auditTrail.attached?.location).toBe(`sqlite:${join(folder, "audit.db")}`);
    await runtime.close();
    await expect(runtime.execute(transfer(5))).rejects.toThrow(AuditError);
  });

  it("leaves a storage open that it was given", async () => {
    const storage = new MemoryStorage();
    await judgedRuntime({ storage }).close();
    expect((await judgedRuntime({ storage }).execute(transfer(5))).authorized).toBe(true);
  });

  it("uses the trail and the engine it is given, if they are kept in one place", async () => {
    const storage = new MemoryStorage();
    const auditTrail = new ImmutableAuditTrail();
    const approvalEngine = new ApprovalEngine();
    const runtime = judgedRuntime({ storage, auditTrail, approvalEngine });
    const { approvalId = "" } = await runtime.execute(transfer(ASKING));
    await approvalEngine.approve(approvalId, { by: "carol" });
    expect((await runtime.execute(transfer(ASKING))).authorized).toBe(true);
    expect(await auditTrail.verify()).toMatchObject({ intact: true, entries: 7 });
    const elsewhere = new ImmutableAuditTrail({ store: new MemoryStorage("elsewhere") });
    expect(() => judgedRuntime({ storage, auditTrail: elsewhere })).toThrow(ConfigurationError);
  });

  it("refuses an approval engine that is kept in another place", () => {
    const store = new MemoryStorage("elsewhere");
    const trail = new ImmutableAuditTrail({ store });
    const approvalEngine = new ApprovalEngine({ store, trail, clock: Date.now, newId: () => "id" });
    expect(() => judgedRuntime({ approvalEngine })).toThrow("must be kept in one place");
  });

  it("refuses a decision point that cannot decide", () => {
    for (const capabilitySystem of [undefined, {}, { decide: true }])
      expect(() => new ActionRuntime({ capabilitySystem: capabilitySystem as never })).toThrow(
        "capabilitySystem must be something that decides",
      );
  });
});
