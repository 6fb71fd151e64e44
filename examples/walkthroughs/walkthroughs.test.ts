import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "capfence-walkthrough-"));
});

afterEach(() => rmSync(home, { recursive: true }));

function run(script: string, ...parameters: readonly string[]): string {
  return execFileSync(process.execPath, ["--conditions=@capfence/source", script, ...parameters], {
    cwd: import.meta.dirname,
    env: { ...process.env, CAPFENCE_HOME: home, NO_COLOR: "1" },
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
