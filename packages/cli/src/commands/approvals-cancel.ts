import type { Command } from "commander";
import { existingRequest } from "../approvals/answer-request.ts";
import { stateOf } from "../approvals/describe-request.ts";
import { withEngine } from "../approvals/with-engine.ts";
import { speakerWithoutKey } from "../approvers/choose-key.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { LOG_OPTION, type LogOption } from "../log/log-place.ts";
import { openLogForWriting } from "../log/open-log.ts";
import { printable } from "../printable.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { BY_OPTION } from "./answer-command.ts";

interface CancelOptions extends LogOption {
  readonly by?: string;
  readonly reason?: string;
}

/** Adds `capfence approvals cancel`. */
export function addApprovalsCancel(
  approvals: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  approvals
    .command("cancel")
    .description("take back a request that was neither used nor rejected, an approved one as well")
    .argument("<id>", "the request's id")
    .option(...LOG_OPTION)
    .option(...BY_OPTION)
    .option("--reason <text>", "why, for the log")
    .action(async (id: string, options: CancelOptions) =>
      finish(await cancelRequest(id, options, terminal)),
    );
}

async function cancelRequest(
  id: string,
  options: CancelOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const storage = await openLogForWriting(options, terminal);
  try {
    await existingRequest(id, storage);
    const { by = "" } = speakerWithoutKey(options);
    const { reason } = options;
    const cancelled = await withEngine(storage, options, terminal, (engine) =>
      engine.cancel(id, { by, ...(reason === undefined ? {} : { reason }) }),
    );
    const said = stateOf(cancelled, terminal.clock());
    printLine(terminal.output, `request "${printable(id)}" is ${said}`);
    return EXIT.done;
  } finally {
    await storage.close();
  }
}
