import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { addAnswer } from "./answer-command.ts";

/** Adds `capfence reject`. */
export function addReject(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  addAnswer(
    "reject",
    "refuse the requested call until the request expires",
    program,
    terminal,
    finish,
  );
}
