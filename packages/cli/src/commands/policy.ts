import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { addPolicyDiff } from "./policy-diff.ts";
import { addPolicyFmt } from "./policy-fmt.ts";

/** Adds `capfence policy` with its subcommands. */
export function addPolicy(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const policy = program.command("policy").description("compare and format policies");
  addPolicyDiff(policy, terminal, finish);
  addPolicyFmt(policy, terminal, finish);
}
