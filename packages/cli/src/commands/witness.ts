import { join } from "node:path";
import { readVerifierKey, Witness, writeVerifierKey } from "@capfence/core/tlog";
import type { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { printable } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { serveWitness } from "../witness/serve-witness.ts";
import { WitnessFile } from "../witness/witness-file.ts";
import { KEY_OPTION, type KeyOption, readSigner } from "./keys.ts";

interface WitnessCommandOptions extends KeyOption {
  readonly log: readonly string[];
  readonly state?: string;
  readonly listen: string;
}

/** Adds `capfence witness`. */
export function addWitness(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("witness")
    .description("sign the checkpoints of logs elsewhere, each only if it extends the one before")
    .requiredOption("--log <keys...>", "public keys of the logs to sign for")
    .option(...KEY_OPTION)
    .option(
      "--state <file>",
      "where to keep what was signed (default: witness.db in the state folder)",
    )
    .option("--listen <address>", "host and port to answer at", "127.0.0.1:7380")
    .action(async (options: WitnessCommandOptions) => finish(await runWitness(options, terminal)));
}

/** Answers requests until it is told to stop. */
async function runWitness(options: WitnessCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const { host, port } = readAddress(options.listen);
  const signer = readSigner(options, terminal);
  const logs = options.log.map(readVerifierKey);
  const store = new WitnessFile(options.state ?? join(terminal.stateFolder, "witness.db"));
  try {
    const witness = new Witness({ signer, logs, store, clock: terminal.clock });
    const report = (problem: string): void =>
      printLine(terminal.errors, `capfence: ${printable(problem)}`);
    const forks = store.countForks();
    if (forks > 0)
      report(
        `this file holds proof (${forks}) that a log showed two histories: signed checkpoints that contradict each other`,
      );
    // From here on, who reads that it has started may stop it.
    const stopped = terminal.stopped?.();
    const server = await serveWitness(witness, host, port, report).catch((cause: Error) => {
      throw new CommandFailure(
        EXIT.unusable,
        `cannot listen at ${options.listen}: ${cause.message}`,
        { cause },
      );
    });
    const { output } = terminal;
    printLine(output, `${styled(output, "green", "✓")} signing checkpoints at ${server.url}`);
    printLine(output, `public key: ${writeVerifierKey(signer.cosigner)}`);
    await stopped;
    await server.close();
  } finally {
    store.close();
  }
  return EXIT.done;
}

function readAddress(text: string): { readonly host: string; readonly port: number } {
  const [, host = "", digits = ""] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === "" || port > 65_535)
    throw new CommandFailure(
      EXIT.unusable,
      `"${text}" is not an address to listen at; give a host and a port, such as 127.0.0.1:7380`,
    );
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port };
}
