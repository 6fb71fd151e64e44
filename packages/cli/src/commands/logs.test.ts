import { readFileSync, writeFileSync } from "node:fs";
import { ActionEvent, type ActionRuntime, guard } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const POLICY = `
approval_timeout_seconds: 60
deny: [{ capability: shell.execute, contains: "rm -rf" }]
require_approval: [{ capability: payments.transfer, amount_gt: 1000 }]
warn: [crm.read]
allow: [shell.execute, { capability: payments.transfer, amount_lte: 1000 }]`;

/** A log with one of everything: allowed, denied, failed, and a payment that was asked for, approved and made. */
async function filled(): Promise<Scratch> {
  const scratch = new Scratch();
  const runtime = scratch.runtime(POLICY);
  const call = caller(runtime);
  await call("ops-agent", "shell.execute", { command: "ls" });
  await call("ops-agent", "shell.execute", { command: "rm -rf /" });
  await call("ops-agent", "shell.execute", { command: "false" }, new Error("exit 1"));
  scratch.now += 3_600_000;
  await call("pay-agent", "payments.transfer", { amount: 5000 });
  const [request] = await runtime.approvals.pending();
  await runtime.approvals.approve(request?.id ?? "", { by: "alice", note: "as agreed" });
  await call("pay-agent", "payments.transfer", { amount: 5000 });
  return scratch;
}

function caller(runtime: ActionRuntime) {
  return (agentId: string, capability: string, input: object, failure?: Error): Promise<unknown> =>
    guard({ runtime, agentId, capability, toolName: "tool" }, () => {
      if (failure !== undefined) throw failure;
    })(input).catch(() => undefined);
}

const rowsOf = (output: string): readonly string[] => output.trimEnd().split("\n").slice(1);

describe("capfence logs", () => {
  it("shows decisions with their outcomes and the answers to requests, newest last", async () => {
    const { code, output, errors } = await (await filled()).run("logs");
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toBe(
      `
timestamp            agent_id   capability         decision          reason               outcome
2026-01-31 12:00:00  ops-agent  shell.execute      allow             policy_allow         succeeded
2026-01-31 12:00:00  ops-agent  shell.execute      deny              policy_deny          not run
2026-01-31 12:00:00  ops-agent  shell.execute      allow             policy_allow         failed: Error: exit 1
2026-01-31 13:00:00  pay-agent  payments.transfer  require_approval  approval_required    not run
2026-01-31 13:00:00  pay-agent  payments.transfer  approved          by alice: as agreed
2026-01-31 13:00:00  pay-agent  payments.transfer  require_approval  approval_granted     succeeded
`.trimStart(),
    );
  });

  it("prints the stored records as JSON lines that hash to what is stored", async () => {
    const scratch = await filled();
    const { output } = await scratch.run("logs", "--json");
    const stored = scratch.entries.map(({ text }) => text);
    expect(output).toBe(stored.map((text) => `${text}\n`).join(""));
    const kinds = stored.map((text) => (JSON.parse(text) as { kind: string }).kind);
    expect(kinds.slice(0, 5)).toEqual(["open", "policy", "decision", "checkpoint", "outcome"]);
  });

  it("finds an agent's calls with their outcomes and approvals", async () => {
    const scratch = await filled();
    expect(rowsOf((await scratch.run("logs", "--agent", "pay-agent")).output)).toHaveLength(3);
    const { output } = await scratch.run("logs", "--agent", "pay-agent", "--json");
    const kinds = output
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(["approval", "decision", "approval", "approval", "decision", "outcome"]);
  });

  it("finds capabilities by a policy's pattern, decisions by their effect, and what is new", async () => {
    const scratch = await filled();
    const count = async (...options: readonly string[]): Promise<number> =>
      rowsOf((await scratch.run("logs", ...options)).output).length;
    expect(await count("--capability", "shell")).toBe(3);
    expect(await count("--capability", "*.TRANSFER")).toBe(3);
    expect(await count("--capability", "shell.execute.production")).toBe(0);
    expect(await count("--decision", "deny")).toBe(1);
    expect(await count("--decision", "require_approval")).toBe(2);
    expect(await count("--since", "30m")).toBe(3);
    expect(await count("--since", "2026-01-31 12:00")).toBe(6);
    expect(await count("--since", "2026-01-31T12:00:00-01:00")).toBe(3);
  });

  it("shows only so many, the newest, and says how many it leaves out", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime(POLICY);
    const execute = (actor: string): Promise<unknown> =>
      runtime.execute(ActionEvent.create({ actor, capability: "crm.read" }));
    for (let index = 1; index <= 60; index += 1) await execute(`agent-${index}`);
    const standard = await scratch.run("logs");
    expect(rowsOf(standard.output)).toHaveLength(50);
    expect(standard.errors).toBe("10 older not shown; --limit 0 shows all\n");
    const two = await scratch.run("logs", "--limit", "2");
    expect(rowsOf(two.output).map((row) => row.split("  ")[1])).toEqual(["agent-59", "agent-60"]);
    expect(rowsOf((await scratch.run("logs", "--limit", "0")).output)).toHaveLength(60);
    expect((await scratch.run("logs", "--json")).output.trimEnd().split("\n")).toHaveLength(63);
    expect((await scratch.run("logs", "--json", "--limit", "2")).output).toMatch(
      /"seq":62,.*\n.*"seq":63,/,
    );
  });

  it("marks what was only observed, what was warned of, and what nobody saw end", async () => {
    const scratch = new Scratch();
    const execute = (policy: string, capability: string): Promise<unknown> =>
      scratch.runtime(policy).execute(ActionEvent.create({ actor: "a", capability }));
    await execute(`{ mode: observe, deny: [a.b] }`, "a.b");
    await execute(POLICY, "crm.read");
    const [observed, warned] = rowsOf((await scratch.run("logs")).output);
    expect(observed).toContain("deny (observed)  policy_deny   none recorded");
    expect(warned).toContain("allow (warn)     policy_allow  none recorded");
  });

  it("shows a request that ran out, and its successor only as a decision", async () => {
    const scratch = new Scratch();
    const call = caller(scratch.runtime(POLICY));
    await call("a", "payments.transfer", { amount: 5000 });
    scratch.now += 61_000;
    await call("a", "payments.transfer", { amount: 5000 });
    const rows = rowsOf((await scratch.run("logs")).output);
    expect(rows.map((row) => row.split(/ {2,}/)[3])).toEqual([
      "require_approval",
      "expired",
      "require_approval",
    ]);
  });

  it("never lets a recorded value reach the terminal raw", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime(POLICY);
    const hostile = "\u001B]0;owned\u0007\u202E\u009B2J\n2026-01-31 fake row";
    await caller(runtime)("a", "payments.transfer", { amount: 5000, note: hostile });
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.reject(request?.id ?? "", { by: `bob${hostile}`, note: hostile });
    await caller(runtime)("a", "shell.execute", { command: "ls" }, new Error(hostile));
    for (const options of [[], ["--json"]]) {
      const { output } = await scratch.run("logs", ...options);
      expect(output).toMatch(/\\u001b\]0;owned\\u0007\\u202e\\u009b2J(?:\\u000a|\\n)2026/);
      expect(output.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    }
  });

  it("shows what it can of a damaged log and says that it is damaged", async () => {
    const scratch = await filled();
    scratch.tamper(`UPDATE log SET text = 'x' || char(27) WHERE seq = 6;
      UPDATE log SET text = '{"kind":"decision","actor":{"a":1},"time":[],"reason":null,"authorized":true}' WHERE seq = 7`);
    const { code, output, errors } = await scratch.run("logs");
    expect(code).toBe(3);
    expect(rowsOf(output)).toHaveLength(6);
    expect(output).toMatch(/entry 6 of \w{16} is not a record/);
    expect(output).toContain('{"a":1}');
    expect(errors).toContain("the log is damaged; capfence verify");
    const filtered = await scratch.run(
      "logs",
      "--since",
      "1h",
      "--agent",
      "nobody",
      "--capability",
      "shell",
    );
    expect(rowsOf(filtered.output)).toHaveLength(1);
  });

  it("ends with a damaged log's exit code where the file cannot be read to its end", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime(POLICY);
    const event = ActionEvent.create({ actor: "a", capability: "crm.read" });
    await Promise.all(Array.from({ length: 2000 }, () => runtime.execute(event)));
    scratch.close();
    const bytes = readFileSync(scratch.log);
    writeFileSync(scratch.log, bytes.fill(0xff, bytes.length - 8192, bytes.length - 4096));
    for (const command of [["logs"], ["logs", "--json"]]) {
      const { code, errors } = await scratch.run(...command);
      expect([code, errors]).toEqual([3, "capfence: database disk image is malformed\n"]);
    }
  });

  it("says how to name a log that is not there", async () => {
    const scratch = new Scratch();
    for (const options of [
      [],
      ["--audit-log", "/no/such/audit.db"],
      ["--audit-log", scratch.folder],
    ]) {
      const { code, output, errors } = await scratch.run("logs", ...options);
      expect([code, output]).toEqual([2, ""]);
      expect(errors).toMatch(
        /there is no audit log at ".+"; name it with --audit-log FILE, or set CAPFENCE_HOME/,
      );
    }
  });

  it.each([
    [["--since", "yesterday"], '"yesterday" is not a time'],
    [["--capability", "a..b"], '"a..b" is not a capability pattern'],
    [["--limit", "-1"], "use a whole number"],
    [["--decision", "maybe"], "Allowed choices are allow, deny, require_approval"],
  ])("refuses %j", async (options, message) => {
    const { code, errors } = await (await filled()).run("logs", ...options);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });
});
