import { join } from "node:path";
import { type AuditEntry, readRecord } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { logs } from "../commands/logs.ts";
import { verify } from "../commands/verify.ts";
import { EXIT } from "../exit-code.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { QuietTerminal } from "./quiet-terminal.ts";
import { changeOneByte } from "./tamper.ts";

/**
 * The second half of the demo: the log, its verification, and the verification again after one byte of the
 * decision `target` was changed on disk. Returns the claims that do not hold.
 */
export function showLog(target: string, terminal: Terminal): readonly string[] {
  const { output } = terminal;
  const prompt = (command: string): void =>
    printLine(output, styled(output, "cyan", `$ capfence ${command}`));
  prompt("logs");
  const shown = logs({}, terminal);
  prompt("verify");
  const intact = verify({}, terminal);

  const file = join(terminal.stateFolder, "audit.db");
  const entry = entryOf(target, file);
  const { before, after } = changeOneByte(file, entry, '"amount":5000', "1");
  printLine(
    output,
    styled(
      output,
      "dim",
      `one byte of audit.db changed on disk: ${before} is now ${after} in entry ${entry.seq}`,
    ),
  );
  const damaged = verify({}, terminal);
  return [
    ...(shown === EXIT.done ? [] : ["the log is shown"]),
    ...(intact === EXIT.done ? [] : ["the log verifies"]),
    ...(damaged === EXIT.damaged && namesOnly(entry, terminal)
      ? []
      : ["verification names the changed entry"]),
  ];
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

function namesOnly(entry: AuditEntry, terminal: Terminal): boolean {
  const quiet = new QuietTerminal(terminal);
  verify({ json: true }, quiet);
  const report = JSON.parse(quiet.text) as {
    readonly findings: readonly { readonly seq: number }[];
  };
  return report.findings.length === 1 && report.findings[0]?.seq === entry.seq;
}
