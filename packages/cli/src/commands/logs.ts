import type { AuditEntry } from "@capfence/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type FilterOptions, readFilter } from "../log/log-filter.ts";
import { recordPrinter, tablePrinter } from "../log/log-printer.ts";
import { LOG_OPTION, type LogOption, logPlace } from "../log/log-place.ts";
import { openLog } from "../log/open-log.ts";
import { printRows, printRowsToFollow } from "../log/print-rows.ts";
import { readWhole } from "../log/read-whole.ts";
import { LogSelector } from "../log/select-entries.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { addLogsExport } from "./logs-export.ts";
import { LogFollower } from "./logs-follow.ts";

/** What `capfence logs` takes. */
interface LogsOptions extends LogOption, FilterOptions {
  /** 0 for all. */
  readonly limit?: number;
  readonly json?: boolean;
  readonly follow?: boolean;
}

const TABLE_LIMIT = 50;

/** Adds `capfence logs`. */
export function addLogs(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("logs")
    .enablePositionalOptions()
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
    .option("--json", "print the stored records, one a line, also those the log keeps of itself")
    .option("-f, --follow", "go on with what is appended, by whichever process, until stopped")
    .action(async (options: LogsOptions) => finish(await logs(options, terminal)));
  addLogsExport(command, terminal, finish);
}

/** Prints the log's decisions with their outcomes, and the answers to requests for approval. */
export async function logs(options: LogsOptions, terminal: Terminal): Promise<ExitCode> {
  const { json = false, follow = false, limit } = options;
  const filter = readFilter(options, terminal);
  const follower = follow ? new LogFollower(filter, json, terminal) : undefined;
  const printer = json
    ? recordPrinter(limit ?? 0, terminal)
    : tablePrinter(limit ?? TABLE_LIMIT, terminal, follow ? printRowsToFollow : printRows);
  const selector = new LogSelector(filter);
  const intact = await readLog(options, terminal, (entry) => {
    const item = selector.select(entry);
    if (item !== undefined) printer.add(item);
    follower?.pass(entry);
  });
  printer.finish();
  if (!intact)
    printLine(
      terminal.errors,
      `the log is damaged; capfence verify --audit-log "${logPlace(options, terminal).name}" says where`,
    );
  await follower?.follow(options);
  return intact ? EXIT.done : EXIT.damaged;
}

async function readLog(
  options: LogOption,
  terminal: Terminal,
  show: (entry: AuditEntry) => void,
): Promise<boolean> {
  const storage = await openLog(options, terminal);
  try {
    return await readWhole(storage, show);
  } finally {
    await storage.close();
  }
}

function readCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("use a whole number; 0 for all");
}
