import { type AuditFinding, ChainVerifier, type VerificationReport } from "@capfence/core";
import type { SqliteStorage } from "@capfence/core/sqlite";
import type { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { isDamage, logFile, LOG_OPTION, type LogOption, openLog } from "../log/open-log.ts";
import { printable, printableJson } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";

/** What `capfence verify` takes. */
export interface VerifyOptions extends LogOption {
  readonly json?: boolean;
}

/** A finding of a log, or of the file it is in. */
interface Finding extends Omit<AuditFinding, "kind"> {
  readonly kind: AuditFinding["kind"] | "unreadable";
}

type Report = Omit<VerificationReport, "findings"> & { readonly findings: readonly Finding[] };

/** Adds `capfence verify`. */
export function addVerify(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("verify")
    .description("check the audit log entry by entry; it is only read, never changed or mended")
    .option(...LOG_OPTION)
    .option("--json", "print the report as JSON")
    .action((options: VerifyOptions) => finish(verify(options, terminal)));
}

/** Reads a whole log and prints what, if anything, is wrong with it. */
export function verify(options: VerifyOptions, terminal: Terminal): ExitCode {
  const report = examine(options, terminal);
  if (options.json === true)
    printLine(terminal.output, printableJson({ file: logFile(options, terminal), ...report }));
  else printReport(report, terminal.output);
  return report.intact ? EXIT.done : EXIT.damaged;
}

function examine(options: LogOption, terminal: Terminal): Report {
  const verifier = new ChainVerifier();
  let storage: SqliteStorage | undefined;
  try {
    storage = openLog(options, terminal);
    for (const entry of storage.entries()) verifier.add(entry);
    return verifier.report();
  } catch (error) {
    return unreadable(verifier.report(), error);
  } finally {
    storage?.close();
  }
}

/** The report on a file that could be read only so far. */
function unreadable(report: VerificationReport, error: unknown): Report {
  const opening = error instanceof CommandFailure;
  if (opening ? error.exitCode !== EXIT.damaged : !isDamage(error)) throw error;
  const seq = report.head.seq + 1;
  const reason = error instanceof Error ? error.message : String(error);
  const message = opening ? reason : `reading stopped before entry ${seq}: ${reason}`;
  return {
    ...report,
    intact: false,
    findings: [...report.findings, { kind: "unreadable", seq, message }],
    findingCount: report.findingCount + 1,
  };
}

function printReport(report: Report, output: NodeJS.WritableStream): void {
  const { entries, findings, findingCount } = report;
  if (report.intact) {
    printLine(
      output,
      styled(output, "green", `✓ Audit chain intact. ${entries} entries verified.`),
    );
    return;
  }
  const count = findingCount === 1 ? "1 finding" : `${findingCount} findings`;
  printLine(
    output,
    styled(output, "red", `✗ Audit chain damaged. ${count} in ${entries} entries read.`),
  );
  for (const { message } of findings) printLine(output, `  ${printable(message)}`);
  if (findingCount > findings.length)
    printLine(
      output,
      `  and ${findingCount - findings.length} more; the first ${findings.length} are listed`,
    );
}
