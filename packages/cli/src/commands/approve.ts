import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { addAnswer } from "./answer-command.ts";

/** Adds `capfence approve`. */
export function addApprove(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  addAnswer("approve", "let exactly the requested call through, once", program, terminal, finish);
}
