import { ApprovalError, AuditError, CapFenceError } from "@capfence/core";
import { CommanderError } from "commander";
import { CommandFailure } from "./command-failure.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { isDamage } from "./log/open-log.ts";
import { printable } from "./printable.ts";
import { makeProgram } from "./program.ts";
import { printLine, type Terminal } from "./terminal.ts";

/** Runs `capfence` with these arguments, without the program's name, and returns its exit code. */
export async function run(parameters: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const program = await makeProgram(parameters[0], terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(parameters, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong, or shown the help it was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.unusable;
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    const { message } = error as Error;
    for (const line of message.split("\n"))
      printLine(terminal.errors, `capfence: ${printable(line)}`);
    return code;
  }
}

/** The exit code of an error that is meant for people; undefined for a defect. */
function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof CommandFailure) return error.exitCode;
  if (isDamage(error)) return EXIT.damaged;
  if (error instanceof ApprovalError || error instanceof AuditError) return EXIT.finding;
  return error instanceof CapFenceError || isFromSqlite(error) ? EXIT.unusable : undefined;
}

function isFromSqlite(error: unknown): boolean {
  return (error as Partial<NodeJS.ErrnoException> | null)?.code === "ERR_SQLITE_ERROR";
}
