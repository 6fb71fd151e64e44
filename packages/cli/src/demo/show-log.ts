import { join } from "node:path";
import { type AuditEntry, readRecord } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { logs } from "../commands/logs.ts";
import { verify } from "../commands/verify.ts";
import type { Report } from "../verify/examine.ts";
import { printFindings, printVerdict } from "../verify/print-report.ts";
import { EXIT } from "../exit-code.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { changeOneByte } from "./tamper.ts";

/**
 * The second half of the demo: the log, its verification, and the verification again after one byte of the
 * decision `target` was changed on disk. Returns the claims that do not hold.
 */
export async function showLog(target: string, terminal: Terminal): Promise<readonly string[]> {
  const { output } = terminal;
  const prompt = (command: string): void =>
    printLine(output, styled(output, "cyan", `$ capfence ${command}`));
  prompt("logs");
  const shown = await logs({}, terminal);
  prompt("verify");
  const before = await showVerification(terminal);

  const file = join(terminal.stateFolder, "audit.db");
  const entry = entryOf(target, file);
  const bytes = changeOneByte(file, entry, '"amount":5000', "1");
  printLine(
    output,
    styled(
      output,
      "dim",
      `one byte of audit.db changed on disk: ${bytes.before} is now ${bytes.after} in record ${entry.seq}`,
    ),
  );
  const after = await showVerification(terminal);
  return [
    ...(shown === EXIT.done ? [] : ["the log is shown"]),
    ...(before.intact && isSigned(before) ? [] : ["the log verifies, all of it signed"]),
    ...(namesOnly(entry, after) ? [] : ["verification names the changed record"]),
  ];
}

async function showVerification(terminal: Terminal): Promise<Report> {
  const { report } = await verify({ heads: false }, terminal);
  printVerdict(report, terminal.output);
  printFindings(report, terminal.output);
  return report;
}

/** Whether every record has been signed. */
function isSigned({ writers }: Report): boolean {
  return writers.every(({ key, size, checkpointed }) => key !== undefined && size === checkpointed);
}

function entryOf(decision: string, file: string): AuditEntry {
  const storage = SqliteStorage.openReadOnly(file);
  try {
    for (const entry of storage.entries()) {
      const record = readRecord(entry);
      if (record.kind === "decision" && record.id === decision) return entry;
    }
    throw new Error(`the log has no decision "${decision}"`);
  } finally {
    storage.close();
  }
}

function namesOnly({ writer, seq }: AuditEntry, { findings }: Report): boolean {
  const [finding, ...others] = findings;
  return others.length === 0 && finding?.writer === writer && finding.seq === seq;
}
