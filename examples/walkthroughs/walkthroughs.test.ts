import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "capfence-walkthrough-"));
});

afterEach(() => rmSync(home, { recursive: true }));

const CONDITIONS = "--conditions=@capfence/source";

function options(): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
  const env = { ...process.env, CAPFENCE_HOME: home, NO_COLOR: "1" };
  return { cwd: import.meta.dirname, env };
}

function run(script: string, ...parameters: readonly string[]): string {
  return execFileSync(process.execPath, [CONDITIONS, script, ...parameters], {
    ...options(),
    encoding: "utf8",
  });
}

const capfence = join(root, "packages/cli/src/main.ts");

describe("the walkthroughs print what their pages show", () => {
  it("one call", () => {
    expect(run("src/one-call.ts")).toBe("Blocked: policy_deny\n");
  });

  it("five minutes", () => {
    expect(run("src/five-minutes.ts")).toBe("Action blocked by CapFence: policy_deny\n");
  });

  it("evaluate before execution", () => {
    expect(run("src/evaluate-before-execution.ts")).toBe(
      "decision: DENY\nreason: policy_deny\ntool_invoked: false\n",
    );
  });

  it.each([
    ["approve", /^tool: refunded 250 of order A-1001$/m],
    ["reject", /^tool: .*Blocked: approval_rejected: not without the order's number/m],
  ])(
    "wait for approval, and go on when somebody in another process says %s",
    async (answer, said) => {
      const agent = spawn(process.execPath, [CONDITIONS, "src/wait-for-approval.ts"], {
        ...options(),
        stdio: ["ignore", "pipe", "inherit"],
      });
      const lines: string[] = [];
      for await (const line of createInterface(agent.stdout)) {
        lines.push(line);
        const [, id] = /^waiting for: capfence approve (apr_[0-9a-f]{16})$/.exec(line) ?? [];
        if (id === undefined) continue;
        expect(run(capfence, "pending-approvals")).toContain(id);
        run(capfence, answer, id, "--by", "carol", "--note", "not without the order's number");
      }
      const [, ...messages] = lines;
      expect(messages.join("\n")).toMatch(said);
      expect(lines.at(-1)).toBe("ai: The refund is on its way.");
    },
  );

  it("OpenTelemetry", () => {
    expect(run("src/opentelemetry.ts").split("\n")).toStrictEqual([
      "execute_tool shell policy_allow succeeded",
      "execute_tool shell policy_deny undefined",
      "INFO allow (policy_allow): shell.execute by ops-agent",
      "INFO succeeded: shell.execute by ops-agent",
      "WARN deny (policy_deny): shell.execute by ops-agent",
      "",
    ]);
  });

  it("first blocked action, its log and its verification", () => {
    expect(run("src/first-blocked-action.ts")).toBe(
      "true\nfalse\npolicy_deny\nAgentActionBlocked: Blocked: policy_deny\n",
    );
    const log = run(capfence, "logs");
    expect(log).toMatch(/timestamp\s.*agent_id\s.*capability\s.*decision\s.*reason/);
    expect(log).toMatch(/demo-agent\s.*shell\.execute\.production\s.*allow\s.*policy_allow/);
    expect(log).toMatch(/demo-agent\s.*shell\.execute\.production\s.*deny\s.*policy_deny/);
    expect(run(capfence, "verify", "--audit-log", join(home, "audit.db"))).toMatch(
      /^✓ Audit chain intact\. \d+ entries verified, signed by capfence\.local\/\w{8}\.\n/,
    );
  });
});
