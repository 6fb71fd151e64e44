import { type Command, Option } from "commander";
import { SCOPES } from "../approvals/approval-scope.ts";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { addAnswer } from "./answer-command.ts";

const SCOPE_HELP = `
Scopes:
  once      the requested call, once
  session   calls of this actor, capability and environment in this session
  until     calls of this actor, capability and environment
  payload   this very call, as often as it is made
  envelope  calls like this one: a rule that is proposed, or given with --conditions`;

/** Adds `capfence approve`. */
export function addApprove(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  addAnswer(
    "approve",
    "let the requested call through, once; with --scope, later calls as well",
    program,
    terminal,
    finish,
  )
    .addOption(
      new Option("--scope <scope>", "what else to let through, as a grant")
        .choices([...SCOPES])
        .default("once"),
    )
    .option("--until <time>", "when that ends: 2h, 30m, 2026-01-31T18:00Z (default: in 8h)")
    .option("--conditions <text>", "what the calls must meet, in YAML or JSON, as in an allow rule")
    .option("--yes", "take the proposed envelope without being asked")
    .addHelpText("after", SCOPE_HELP);
}
