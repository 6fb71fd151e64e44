import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";
import { runDemo } from "./demo.ts";
import { QuietTerminal } from "./quiet-terminal.ts";

const main = join(import.meta.dirname, "../main.ts");

const WITHOUT_LANGCHAIN = `import { registerHooks } from "node:module";
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.includes("langchain") || specifier.startsWith("file:")) return next(specifier, context);
    throw Object.assign(new Error("missing"), { code: "ERR_MODULE_NOT_FOUND" });
  },
});`;

describe("capfence demo", () => {
  it("shows an allowed, a blocked and an approved call, the log, and what tampering does, in under 20 lines", () => {
    const scratch = new Scratch();
    const started = performance.now();
    const { code, output, errors } = scratch.spawn("demo");
    expect(performance.now() - started).toBeLessThan(25_000);
    expect([code, errors]).toEqual([0, ""]);
    const lines = output.trimEnd().split("\n");
    expect(lines.length).toBeLessThan(20);
    expect(lines[0]).toMatch(/policy \S+packages\/cli\/demo\/policy\.yaml$/);
    expect(lines.slice(1, 6).map((line) => line.split(/ {2,}/))).toEqual([
      ["✓ ran", "run_shell", "ls", "policy_allow", "printed notes.txt reports"],
      ["✗ blocked", "run_shell", "rm -rf reports", "policy_deny", "reports/ still holds 3 files"],
      ["● waits", "pay", "5000 USD ACME", "approval_required", "the ledger holds 0 payments"],
      [
        "✓ ran",
        "pay",
        "5000 USD ACME",
        "approval_granted",
        "approved by operator, the ledger holds 1 payment",
      ],
      [
        "● waits",
        "pay",
        "5000 USD ACME",
        "approval_required",
        "approval consumed, the ledger holds 1 payment",
      ],
    ]);
    expect(output).toMatch(
      /\n\$ capfence logs\ntimestamp .*\n(?:\d{4}-\S+ \S+ {2}demo-agent .*\n){6}\$ capfence verify\n/,
    );
    expect(output).toMatch(
      /\n✓ Audit chain intact\. \d+ entries verified, signed by capfence\.local\/\w{8}\.\n/,
    );
    expect(output).toMatch(
      /"amount":5000 is now "amount":1000 in record (\d+)\n✗ Audit chain damaged\. 1 finding .*\n {2}edited, writer \w+, record \1: /,
    );
  });

  it("keeps to a temporary folder of its own and leaves nothing behind", () => {
    const scratch = new Scratch();
    scratch.spawn("demo");
    expect(readdirSync(scratch.folder)).toEqual(["state"]);
    expect(readdirSync(scratch.state)).toEqual([]);
  });

  it("fails when anything goes otherwise than it must", async () => {
    const scratch = new Scratch();
    const policy = scratch.file(
      "permissive.yaml",
      "tools: { run_shell: shell.execute, pay: payments.transfer }\nallow: [shell.execute, payments.transfer]\n",
    );
    const terminal = new QuietTerminal({ clock: Date.now, stateFolder: scratch.state });
    expect(await runDemo(terminal, policy)).toBe(1);
    expect(terminal.text).toContain("reports/ is gone");
    expect(terminal.text).toContain(
      "this did not hold: the deletion is denied and every file is still there",
    );
    expect(terminal.text).toContain("this did not hold: the same payment is not made twice");
  });

  it("says what to install where LangChain is missing; the other commands do without it", () => {
    const scratch = new Scratch();
    const hook = scratch.file("without-langchain.mjs", WITHOUT_LANGCHAIN);
    const start = ["--conditions=@capfence/source", "--import", pathToFileURL(hook).href, main];
    const demo = spawnSync(process.execPath, [...start, "demo"], { encoding: "utf8" });
    expect([demo.status, demo.stdout]).toEqual([2, ""]);
    expect(demo.stderr).toContain(
      "npm install capfence @capfence/langchain @langchain/core langchain",
    );
    const help = spawnSync(process.execPath, [...start, "logs", "--help"], { encoding: "utf8" });
    expect([help.status, help.stderr]).toEqual([0, ""]);
  });
});
