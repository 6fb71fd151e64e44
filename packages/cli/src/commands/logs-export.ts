import { once } from "node:events";
import { type Command, Option } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { EXPORT_FORMATS } from "../export/formats.ts";
import { LOG_OPTION, type LogOption, logPlace } from "../log/log-place.ts";
import { openLog } from "../log/open-log.ts";
import { printable } from "../printable.ts";
import { printLine, type Terminal } from "../terminal.ts";

interface ExportOptions extends LogOption {
  readonly writer?: string;
  readonly format: string;
}

const OWN = ["auditLog", "writer", "format"];
const BATCH = 256;

/** Adds `capfence logs export`. */
export function addLogsExport(
  logs: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const formats = Object.entries(EXPORT_FORMATS);
  const described = formats.map(([name, { description }]) => `${name}: ${description}`);
  logs
    .command("export")
    .description("print the whole log for somebody else, as it is stored and in the order it came")
    .option(...LOG_OPTION)
    .option("--writer <id>", "only the log of this writer; what others say of it is left out")
    .addOption(
      new Option("--format <format>", described.join("; "))
        .choices(formats.map(([name]) => name))
        .default("jsonl"),
    )
    .action(async (_options: ExportOptions, command: Command) =>
      // `logs` has options of the same names, and takes what stands before `export`.
      finish(await exportLog(command.optsWithGlobals<ExportOptions>(), terminal)),
    );
}

async function exportLog(options: ExportOptions, terminal: Terminal): Promise<ExitCode> {
  const others = Object.keys(options).filter((name) => !OWN.includes(name));
  if (others.length > 0)
    throw new CommandFailure(
      EXIT.unusable,
      `an export is whole, or it could not be verified; leave out --${others.join(", --")}`,
    );
  const format = EXPORT_FORMATS[options.format];
  if (format === undefined) throw new TypeError(`there is no format "${options.format}"`);
  const storage = await openLog(options, terminal);
  const exportEntry = format.begin();
  let entries = 0;
  let damaged = 0;
  let left = 0;
  try {
    const lines = async function* (): AsyncGenerator<string> {
      for await (const entry of storage.entries(options.writer)) {
        const exported = exportEntry(entry);
        entries += 1;
        if (exported.damaged) damaged += 1;
        if (exported.line === undefined) left += 1;
        else yield exported.line;
      }
    };
    await writeLines(lines(), terminal.output);
  } finally {
    await storage.close();
  }
  if (entries === 0 && options.writer !== undefined)
    throw new CommandFailure(
      EXIT.finding,
      `the log has no writer "${options.writer}"; capfence verify lists the newest`,
    );
  if (damaged === 0) return EXIT.done;
  const omitted = left === 0 ? "" : " and are left out";
  printLine(
    terminal.errors,
    `the log is damaged: ${damaged} of ${entries} entries are not records${omitted}; capfence verify --audit-log "${printable(logPlace(options, terminal).name)}" says where`,
  );
  return EXIT.damaged;
}

/** Writes lines as fast as they are taken. What is stored is spelled out for a terminal, which it could act on. */
async function writeLines(
  lines: AsyncIterable<string>,
  output: NodeJS.WritableStream,
): Promise<void> {
  const isTerminal = (output as { readonly isTTY?: unknown }).isTTY === true;
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    const text = batch.map((line) => `${isTerminal ? printable(line) : line}\n`).join("");
    batch = [];
    if (text !== "" && !output.write(text)) await once(output, "drain");
  };
  for await (const line of lines) if (batch.push(line) >= BATCH) await flush();
  await flush();
}
