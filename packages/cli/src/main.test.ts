import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ActionEvent } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../test/scratch.ts";

const COMMANDS = [
  "demo",
  "check-policy",
  "logs",
  "verify",
  "pending-approvals",
  "approve",
  "reject",
];

describe("the capfence executable", () => {
  it("lists its commands and exit codes", () => {
    const { code, output } = new Scratch().spawn("--help");
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(output).toMatch(new RegExp(`^ {2}${command} `, "m"));
    expect(output).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 .*\n$/);
  });

  it.each(COMMANDS)("says in the help of %s what its exit codes mean", async (command) => {
    const { code, output } = await new Scratch().run(command, "--help");
    expect(code).toBe(0);
    expect(output).toMatch(/^Exit codes:\n {2}0 {2}\S/m);
  });

  it("tells its version", () => {
    const manifest: { readonly version: string } = JSON.parse(
      readFileSync(join(import.meta.dirname, "../package.json"), "utf8"),
    );
    expect(new Scratch().spawn("--version").output).toBe(`${manifest.version}\n`);
  });

  it("ends with 0 when done, 1 when not, 2 for wrong usage, 3 for a damaged log", () => {
    const scratch = new Scratch();
    scratch
      .runtime("allow: [a.b]")
      .executeSync(ActionEvent.create({ actor: "a", capability: "a.b" }));
    scratch.close();
    expect(scratch.spawn("logs").code).toBe(0);
    expect(scratch.spawn("approve", "apr_0").code).toBe(1);
    for (const wrong of [
      [],
      ["no-such-command"],
      ["logs", "--no-such-option"],
      ["approve"],
      ["verify", "extra"],
    ])
      expect(scratch.spawn(...wrong)).toMatchObject({ code: 2, output: "" });
    scratch.tamper("UPDATE log SET text = ''");
    expect(scratch.spawn("verify").code).toBe(3);
    expect(scratch.spawn("logs").code).toBe(3);
  });

  it("finds the log of a runtime that ran in the same folder", () => {
    const scratch = new Scratch();
    scratch
      .runtime("allow: [a.b]")
      .executeSync(ActionEvent.create({ actor: "a", capability: "a.b" }));
    expect(scratch.spawn("logs").output).toMatch(/ a +a\.b +allow +policy_allow +none recorded\n$/);
  });

  it("shows wrong arguments harmless", () => {
    const { errors } = new Scratch().spawn("logs", "--\u001B[2J\u202E");
    expect(errors).toContain(String.raw`--\u001b[2J\u202e`);
    expect(errors.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  });

  it("ends quietly when its reader has seen enough", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime("allow: [a.b]");
    const event = ActionEvent.create({
      actor: "a",
      capability: "a.b",
      payload: { text: "x".repeat(1000) },
    });
    await Promise.all(Array.from({ length: 500 }, () => runtime.execute(event)));
    const main = join(import.meta.dirname, "main.ts");
    const command = `"${process.execPath}" --conditions=@capfence/source "${main}" logs --json --audit-log "${scratch.log}" | head -c 1`;
    const shell = spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "pipe"] });
    let errors = "";
    shell.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    await new Promise((resolve) => shell.on("close", resolve));
    expect(errors).toBe("");
  });
});
