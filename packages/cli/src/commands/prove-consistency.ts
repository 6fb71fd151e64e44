import { readSignedCheckpoint, writeAddCheckpoint } from "@capfence/core/tlog";
import type { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { LOG_OPTION, type LogOption } from "../log/log-place.ts";
import { openLog } from "../log/open-log.ts";
import { printableJson } from "../printable.ts";
import { proveExtension } from "../receipt/prove-extension.ts";
import type { Terminal } from "../terminal.ts";
import { printLine } from "../terminal.ts";
import { readKeptCheckpoint } from "../verify/kept-checkpoint.ts";

interface ProveConsistencyOptions extends LogOption {
  readonly json?: boolean;
}

/** Adds `capfence prove-consistency`. */
export function addProveConsistency(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("prove-consistency")
    .description(
      "prove to whoever keeps a checkpoint that the log still begins with what it is over",
    )
    .argument("<checkpoint>", "a file with the earlier checkpoint, or with a receipt under it")
    .option(...LOG_OPTION)
    .option("--json", "print the proof as JSON")
    .action(async (file: string, options: ProveConsistencyOptions) =>
      finish(await runProveConsistency(file, options, terminal)),
    );
}

/** Prints what a log sends to a witness (C2SP tlog-witness): the old size, the proof, and the new checkpoint. */
async function runProveConsistency(
  file: string,
  options: ProveConsistencyOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const old = readSignedCheckpoint(readKeptCheckpoint(file).note);
  if (old === undefined || !/\/[0-9a-f]{16}$/.test(old.checkpoint.origin))
    throw new CommandFailure(EXIT.unusable, `the checkpoint in "${file}" is not of a CapFence log`);
  const log = await openLog(options, terminal);
  try {
    const { note, proof, ...sizes } = await proveExtension(log, old);
    const { output } = terminal;
    if (options.json === true) {
      const hashes = proof.map((hash) => Buffer.from(hash).toString("base64"));
      printLine(output, printableJson({ ...sizes, proof: hashes, checkpoint: note }));
    } else output.write(writeAddCheckpoint({ oldSize: sizes.oldSize, proof, text: note }));
    return EXIT.done;
  } finally {
    await log.close();
  }
}
