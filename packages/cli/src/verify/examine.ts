import {
  type AuditFinding,
  type MaybePromise,
  type VerificationReport,
  verifyLog,
  type VerifyOptions,
} from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import type { LogSource } from "./log-source.ts";
import { Progress } from "./progress.ts";

/** A finding of a log, or of the file it is in. */
export interface Finding extends Omit<AuditFinding, "kind"> {
  readonly kind: AuditFinding["kind"] | "unreadable";
}

/** What was found in a log and its file. */
export type Report = Omit<VerificationReport, "findings"> & {
  readonly findings: readonly Finding[];
};

/** Verifies what `open` opens, and shows how far it has come. */
export async function examine(
  open: () => MaybePromise<LogSource>,
  options: VerifyOptions,
  terminal: Terminal,
): Promise<Report> {
  let source: LogSource;
  try {
    source = await open();
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.exitCode !== EXIT.damaged) throw error;
    const nothing = {
      entries: 0,
      writers: [],
      acceptedLosses: [],
      findings: [],
      findingCount: 0,
    };
    return withUnreadable({ intact: false, ...nothing }, [error.message]);
  }
  try {
    const progress = await Progress.create(source.total, terminal);
    try {
      const onProgress = (entries: number): void => progress.update(source.position(entries));
      const report = await verifyLog(source, { ...options, onProgress });
      return withUnreadable(report, source.unreadable);
    } finally {
      progress.stop();
    }
  } finally {
    await source.close();
  }
}

/** A report, and what could not be read at all. */
export function withUnreadable(report: VerificationReport, unreadable: readonly string[]): Report {
  const findings = unreadable.map((message) => ({ kind: "unreadable" as const, message }));
  return {
    ...report,
    intact: report.intact && findings.length === 0,
    findings: [...findings, ...report.findings],
    findingCount: report.findingCount + findings.length,
  };
}
