import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WaitingStorage } from "../../test/waiting-storage.ts";
import { ImmutableAuditTrail } from "../audit/trail.ts";
import { ConfigurationError } from "../errors.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { Gate, type GateRequest } from "./gate.ts";
import { isAboutCall } from "../../test/judged-runtime.ts";

let folder: string;
let request: GateRequest;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-gate-"));
  const policyPath = join(folder, "shell_agent.yaml");
  writeFileSync(
    policyPath,
    'deny:\n- capability: shell.execute\n  contains: "rm -rf"\nallow:\n- capability: shell.execute\n',
  );
  request = {
    agentId: "ops-agent",
    taskContext: "shell",
    riskCategory: "shell_execution",
    capability: "shell.execute",
    policyPath,
    payload: { command: "ls" },
  };
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe("Gate", () => {
  it("passes what the policy allows and nothing else", () => {
    const gate = new Gate({ storage: new MemoryStorage() });
    expect(gate.evaluate(request)).toMatchObject({ passed: true, reason: "policy_allow" });
    const payload = { command: "rm -rf /var/lib/postgresql" };
    expect(gate.evaluate({ ...request, payload })).toMatchObject({
      passed: false,
      reason: "policy_deny",
      decision: "deny",
    });
  });

  it("denies SQL until the policy is ready to read it", async () => {
    const policyPath = join(folder, "sql_agent.yaml");
    writeFileSync(policyPath, "allow: [{ capability: database.query, sql: { writes: false } }]\n");
    const gate = new Gate({ storage: new MemoryStorage() });
    const payload = { sql: "select 1" };
    const asked = { ...request, capability: "database.query", policyPath, payload };
    expect(gate.evaluate(asked)).toMatchObject({ passed: false, reason: "policy_error" });
    await gate.ready(policyPath);
    expect(gate.evaluate(asked)).toMatchObject({ passed: true, reason: "policy_allow" });
  });

  it("records each answer before it gives it, with the free texts", async () => {
    const store = new MemoryStorage();
    const { id } = new Gate({ storage: store }).evaluate({ ...request, sessionId: "s" });
    const records: unknown[] = [];
    for await (const record of new ImmutableAuditTrail({ store }).records())
      if (isAboutCall(record)) records.push(record);
    expect(records).toMatchObject([
      {
        id,
        actor: "ops-agent",
        context: { taskContext: "shell", riskCategory: "shell_execution", sessionId: "s" },
      },
    ]);
  });

  it("denies everything without a policy, and throws for one that is not there", () => {
    const gate = new Gate({ storage: new MemoryStorage() });
    const { policyPath: _path, ...anything } = request;
    expect(gate.evaluate(anything)).toMatchObject({ passed: false, reason: "policy_default_deny" });
    const missing = { ...request, policyPath: join(folder, "missing.yaml") };
    expect(() => gate.evaluate(missing)).toThrow(ConfigurationError);
  });

  it("keeps its log in the state folder by default", () => {
    vi.stubEnv("CAPFENCE_HOME", folder);
    const gate = new Gate();
    expect(gate.evaluate(request).passed).toBe(true);
    expect(gate.evaluate(request).passed).toBe(true);
  });

  it("refuses a storage that has to wait", () => {
    const gate = new Gate({ storage: new WaitingStorage() });
    expect(() => gate.evaluate(request)).toThrow("use execute instead of executeSync");
  });
});
