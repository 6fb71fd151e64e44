import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { addPolicyDiff } from "./policy-diff.ts";
import { addPolicyExplain } from "./policy-explain.ts";
import { addPolicyFmt } from "./policy-fmt.ts";
import { addPolicyImport } from "./policy-import.ts";
import { addPolicyTest } from "./policy-test.ts";

/** Adds `capfence policy` with its subcommands. */
export function addPolicy(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const policy = program
    .command("policy")
    .description("say what a policy decides and why; test, compare, format and import policies");
  addPolicyExplain(policy, terminal, finish);
  addPolicyTest(policy, terminal, finish);
  addPolicyDiff(policy, terminal, finish);
  addPolicyFmt(policy, terminal, finish);
  addPolicyImport(policy, terminal, finish);
}
