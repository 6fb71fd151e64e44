import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { addApprovalsCancel } from "./approvals-cancel.ts";
import { addApprovalsWatch } from "./approvals-watch.ts";

/** Adds `capfence approvals` with its subcommands. */
export function addApprovals(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const approvals = program
    .command("approvals")
    .description("answer requests for approval as they come, or take them back");
  addApprovalsWatch(approvals, terminal, finish);
  addApprovalsCancel(approvals, terminal, finish);
}
