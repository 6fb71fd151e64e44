import { type AuditEntry, capabilityMatcher, ChainVerifier } from "@capfence/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { CommandFailure } from "../command-failure.ts";
import { type LogRow, LogRows } from "../log/log-row.ts";
import { logFile, LOG_OPTION, type LogOption, openLog } from "../log/open-log.ts";
import { type LogFilter, type LogItem, selectEntries } from "../log/select-entries.ts";
import { printable, printableValue, shortened } from "../printable.ts";
import { alignColumns } from "../table.ts";
import { printLine, type Style, styled, type Terminal } from "../terminal.ts";
import { parseTime, showTime } from "../timestamp.ts";

/** What `capfence logs` takes. */
export interface LogsOptions extends LogOption {
  readonly agent?: string;
  readonly capability?: string;
  readonly decision?: "allow" | "deny" | "require_approval";
  readonly since?: string;
  /** 0 for all. */
  readonly limit?: number;
  readonly json?: boolean;
}

const TABLE_LIMIT = 50;
const CELL_WIDTH = 60;
const HEAD = ["timestamp", "agent_id", "capability", "decision", "reason", "outcome"];
const DECISION_STYLES: Readonly<Record<string, Style>> = {
  allow: "green",
  approved: "green",
  deny: "red",
  rejected: "red",
  damaged: "red",
  require_approval: "yellow",
};

/** Adds `capfence logs`. */
export function addLogs(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("logs")
    .description("show the audit log, newest last; times are UTC")
    .option(...LOG_OPTION)
    .option("--agent <name>", "only this agent's calls")
    .option(
      "--capability <pattern>",
      "only capabilities that a policy's pattern covers, such as shell.*",
    )
    .addOption(
      new Option("--decision <effect>", "only these decisions").choices([
        "allow",
        "deny",
        "require_approval",
      ]),
    )
    .option(
      "--since <time>",
      "only from then on: 2026-01-31, 2026-01-31T12:00Z, or how long ago: 15m, 24h, 7d",
    )
    .option(
      "--limit <count>",
      `only the newest; 0 for all (default: ${TABLE_LIMIT}; with --json all)`,
      readCount,
    )
    .option("--json", "print the stored records, one a line")
    .action((options: LogsOptions) => finish(logs(options, terminal)));
}

/** Prints the log's decisions with their outcomes, and the answers to requests for approval. */
export function logs(options: LogsOptions, terminal: Terminal): ExitCode {
  const filter = readFilter(options, terminal);
  const storage = openLog(options, terminal);
  const verifier = new ChainVerifier();
  try {
    const items = selectEntries(watched(storage.entries(), verifier), filter);
    if (options.json === true) printRecords(items, options.limit ?? 0, terminal);
    else printTable(items, options.limit ?? TABLE_LIMIT, terminal);
  } finally {
    storage.close();
  }
  if (verifier.report().intact) return EXIT.done;
  printLine(
    terminal.errors,
    `the log is damaged; capfence verify --audit-log "${logFile(options, terminal)}" says where`,
  );
  return EXIT.damaged;
}

/** Shows a verifier every entry that is read, so that a damaged log is not shown as if it were sound. */
function* watched(entries: Iterable<AuditEntry>, verifier: ChainVerifier): Generator<AuditEntry> {
  for (const entry of entries) {
    verifier.add(entry);
    yield entry;
  }
}

function printRecords(items: Iterable<LogItem>, limit: number, terminal: Terminal): void {
  const print = ({ entry, record }: LogItem): void => {
    if (record !== undefined) printLine(terminal.output, printable(entry.text));
  };
  if (limit === 0) for (const item of items) print(item);
  else {
    const newest: LogItem[] = [];
    for (const item of items) if (newest.push(item) > limit) newest.shift();
    for (const item of newest) print(item);
  }
}

function printTable(items: Iterable<LogItem>, limit: number, { output, errors }: Terminal): void {
  const table = new LogRows(limit === 0 ? Infinity : limit);
  for (const item of items) table.add(item);
  const { rows, omitted } = table.finish();
  const head = HEAD.map((title) => styled(output, "dim", title));
  printLine(output, alignColumns([head, ...rows.map((row) => cellsOf(row, output))]));
  if (omitted > 0) printLine(errors, `${omitted} older not shown; --limit 0 shows all`);
}

function cell(value: unknown): string {
  return shortened(printableValue(value), CELL_WIDTH);
}

function cellsOf(row: LogRow, output: NodeJS.WritableStream): readonly string[] {
  const decision = cell(row.decision);
  const style = DECISION_STYLES[decision.split(" ", 1)[0] ?? ""];
  return [
    showTime(row.time),
    cell(row.agent),
    cell(row.capability),
    style === undefined ? decision : styled(output, style, decision),
    cell(row.reason),
    row.outcome.startsWith("failed") ? styled(output, "red", cell(row.outcome)) : cell(row.outcome),
  ];
}

function readFilter(
  { agent, capability, decision, since }: LogsOptions,
  { clock }: Terminal,
): LogFilter {
  const covers = capability === undefined ? undefined : capabilityMatcher(capability);
  if (capability !== undefined && covers === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      `"${capability}" is not a capability pattern such as shell.execute or shell.*`,
    );
  const from = since === undefined ? undefined : parseTime(since, clock());
  if (since !== undefined && from === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      `"${since}" is not a time; use 2026-01-31, 2026-01-31T12:00Z, 15m, 24h or 7d`,
    );
  return {
    ...(agent === undefined ? {} : { agent }),
    ...(covers === undefined ? {} : { capability: covers }),
    ...(decision === undefined ? {} : { effect: decision }),
    ...(from === undefined ? {} : { since: from }),
  };
}

function readCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("use a whole number; 0 for all");
}
