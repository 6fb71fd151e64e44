import { anchorsFromEnvironment } from "@capfence/core/anchors";
import { sealLog } from "@capfence/core/seal";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { LOG_OPTION, type LogOption } from "../log/log-place.ts";
import { existingLogFile } from "../log/open-log.ts";
import { signingOf } from "../log/open-trail.ts";
import { printable, printableJson } from "../printable.ts";
import { shortPath } from "../short-path.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";

interface SealOptions extends LogOption {
  readonly to?: string;
  readonly json?: boolean;
}

/** Adds `capfence storage seal`. */
export function addStorageSeal(
  storage: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  storage
    .command("seal")
    .description("end the log, keep its file under another name, and begin a new one in its place")
    .option(...LOG_OPTION)
    .option(
      "--to <file>",
      "name of the sealed file, on the same disk (default: that of the log with the time, beside it)",
    )
    .option("--json", "print what was sealed as JSON")
    .action(async (options: SealOptions) => finish(await sealStorage(options, terminal)));
}

/** Ends the log in a file and begins a new one; stopped anywhere, it goes on when it is run again. */
async function sealStorage(options: SealOptions, terminal: Terminal): Promise<ExitCode> {
  const { to, json = false } = options;
  const file = existingLogFile(options, terminal);
  const anchors = anchorsFromEnvironment(`sqlite:${file}`);
  const sealed = await sealLog(file, {
    audit: { ...signingOf(options, terminal), anchors },
    clock: terminal.clock,
    ...(to === undefined ? {} : { to }),
  });
  const { writer, size, head, approvals } = sealed;
  const segment = shortPath(sealed.file);
  const { output } = terminal;
  if (json) printLine(output, printableJson({ file, segment, writer, size, head, approvals }));
  else {
    printLine(output, `${styled(output, "green", "✓")} sealed ${printable(segment)}`);
    const requests = approvals === 1 ? "1 request" : `${approvals} requests`;
    printLine(output, `${printable(file)} goes on from it, with ${requests} for approval`);
  }
  return EXIT.done;
}
