import { type AcceptedLoss, readRecord, type StorageEngine } from "@capfence/core";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { acceptedLossLine } from "../log/accepted-loss.ts";
import { LOG_OPTION, type LogOption } from "../log/log-place.ts";
import { openLogForWriting } from "../log/open-log.ts";
import { type TrailSettings, withTrail } from "../log/open-trail.ts";
import { printableJson } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { addStorageInit } from "./storage-init.ts";
import { addStorageSeal } from "./storage-seal.ts";

interface ReopenOptions extends LogOption {
  readonly acceptLoss?: boolean;
  readonly json?: boolean;
}

/** Adds `capfence storage`. */
export function addStorage(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const storage = program
    .command("storage")
    .description("look after the place where the log is kept");
  addStorageInit(storage, terminal, finish);
  addStorageSeal(storage, terminal, finish);
  storage
    .command("reopen")
    .description("compare the log with the checkpoints kept elsewhere, and go on with it")
    .option(...LOG_OPTION)
    .option(
      "--accept-loss",
      "go on also where records are gone or others than they were; that is recorded for good",
    )
    .option("--json", "print what was accepted as JSON")
    .action(async (options: ReopenOptions) => finish(await reopenStorage(options, terminal)));
}

/** Opens a log anew and closes it again; what its anchors miss in it is an error, or is accepted and recorded. */
export async function reopenStorage(
  options: ReopenOptions,
  terminal: Terminal,
  settings: Pick<TrailSettings, "anchors"> = {},
): Promise<ExitCode> {
  const { acceptLoss = false, json = false } = options;
  const storage = await openLogForWriting(options, terminal);
  try {
    const before = new Set((await storage.openings()).map(({ writer }) => writer));
    await withTrail(storage, options, terminal, (trail) => trail.open(), {
      ...settings,
      acceptLoss,
    });
    const accepted = await acceptedSince(before, storage);
    if (json) printLine(terminal.output, printableJson({ accepted }));
    else printAccepted(accepted, terminal.output);
    return EXIT.done;
  } finally {
    await storage.close();
  }
}

async function acceptedSince(
  before: ReadonlySet<string>,
  storage: StorageEngine,
): Promise<readonly AcceptedLoss[]> {
  const opened = (await storage.openings()).filter(({ writer }) => !before.has(writer));
  return opened.flatMap((entry) => {
    const record = readRecord(entry);
    return record.kind === "open" ? (record.acceptedLoss ?? []) : [];
  });
}

function printAccepted(accepted: readonly AcceptedLoss[], output: NodeJS.WritableStream): void {
  for (const loss of accepted) printLine(output, acceptedLossLine(loss));
  const said =
    accepted.length === 0
      ? "nothing is missing that a checkpoint kept elsewhere is over"
      : "the loss is recorded; the log goes on from here";
  printLine(output, `${styled(output, "green", "✓")} ${said}`);
}
