import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { SqliteStorage } from "@capfence/core/sqlite";
import { ActionRuntime, type AuditRecord } from "@capfence/core";
import { normaliseRecords } from "@capfence/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const agents = globSync("src/*.ts", { cwd: import.meta.dirname }).map((file) => basename(file));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-agents-"));
  cpSync(join(import.meta.dirname, "policies"), join(folder, "policies"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs an agent in a process of its own, and gives what it prints. */
function run(agent: string, ...parameters: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--conditions=@capfence/source", join(import.meta.dirname, "src", agent), ...parameters],
    { cwd: folder, encoding: "utf8", env: { ...process.env, HOME: folder, CAPFENCE_HOME: folder } },
  );
  if (status !== 0) throw new Error(`${agent} ended with ${status}:\n${stderr}`);
  return stdout;
}

/** What the log in the folder says of calls, without what differs from run to run and from framework to framework. */
async function recordsOfCalls(): Promise<readonly unknown[]> {
  const storage = SqliteStorage.open(join(folder, "audit.db"));
  const policy = join(folder, "policies/refunds.yaml");
  const runtime = ActionRuntime.fromPolicy(policy, { storage });
  const records: AuditRecord[] = [];
  for await (const record of runtime.auditTrail.records())
    if (["decision", "approval", "outcome"].includes(record.kind))
      records.push({ ...record, seq: 0 });
  storage.close();
  // The file of the policy is on record, and in another place each time.
  const text = JSON.stringify(normaliseRecords(records)).replaceAll(folder, ".");
  return JSON.parse(text) as readonly unknown[];
}

async function story(agent: string): Promise<{ readonly said: string; readonly log: unknown }> {
  const said = run(agent) + run(agent, "carol");
  return { said, log: await recordsOfCalls() };
}

describe("an agent with the policy of refunds", () => {
  let expected: Awaited<ReturnType<typeof story>>;

  it("of no framework refunds, is refused, waits for a human, and is on record", async () => {
    expected = await story("guard.ts");
    expect(expected.said).toBe(
      "A-1001: refunded 20\nA-1002: policy_deny\nA-1003: waits for approval\nA-1003: refunded 250\n",
    );
    expect(expected.log).toMatchObject([
      { kind: "decision", reason: "policy_allow", payload: { order: "A-1001", amount: 20 } },
      { kind: "outcome", outcome: "succeeded" },
      { kind: "decision", reason: "policy_deny", payload: { order: "A-1002", amount: 5000 } },
      { kind: "approval", state: "requested" },
      { kind: "decision", reason: "approval_required" },
      { kind: "approval", state: "approved", by: "carol" },
      { kind: "approval", state: "consumed" },
      { kind: "decision", reason: "approval_granted", payload: { order: "A-1003", amount: 250 } },
      { kind: "outcome", outcome: "succeeded" },
    ]);
  });

  it.each(agents.filter((agent) => agent !== "guard.ts"))(
    "in %s does and records the same, also where another process goes on after the approval",
    async (agent) => expect(await story(agent)).toEqual(expected),
    60_000,
  );
});
