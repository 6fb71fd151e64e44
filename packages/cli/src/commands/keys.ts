import { dirname, join } from "node:path";
import { createSigning, readSigning, SIGNING_KEY } from "@capfence/core/signing";
import { type SignerKey, writeVerifierKey } from "@capfence/core/tlog";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { CommandFailure } from "../command-failure.ts";
import { makeFolder } from "../keys/make-folder.ts";
import { rotateKey } from "../keys/rotate-key.ts";
import { printable, printableJson } from "../printable.ts";
import { printLine, type Terminal } from "../terminal.ts";

/** The option that names the file of a private key. */
export const KEY_OPTION = [
  "--key <file>",
  "file of the private key (default: signing.key in the state folder)",
] as const;

/** What {@link KEY_OPTION} gives. */
export interface KeyOption {
  readonly key?: string;
}

interface ExportOptions extends KeyOption {
  readonly witness?: boolean;
  readonly json?: boolean;
}

/** Adds `capfence keys`. */
export function addKeys(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const keys = program
    .command("keys")
    .description("make the key that signs, and print the public key that verifies");
  keys
    .command("init")
    .argument("<name>", "who signs, best as an address: example.com/audit")
    .description("make a new key; its file is readable by its owner alone")
    .option(...KEY_OPTION)
    .action((name: string, options: KeyOption) => finish(initKey(name, options, terminal)));
  keys
    .command("rotate")
    .argument("[name]", "who signs from now on (default: the same)")
    .description(
      "put a new key in the place of the one there is, which signs that and is destroyed",
    )
    .option(...KEY_OPTION)
    .action((name: string | undefined, options: KeyOption) =>
      finish(rotate(name, options, terminal)),
    );
  keys
    .command("export")
    .description("print the public key")
    .option(...KEY_OPTION)
    .option("--witness", "the public key of what it signs as a witness")
    .option("--json", "print both public keys as JSON")
    .action((options: ExportOptions) => finish(exportKey(options, terminal)));
}

/** Reads the private key that an option names, or the one in the state folder. */
export function readSigner(options: KeyOption, terminal: Terminal): SignerKey {
  return readSigning(keyFile(options, terminal)).signer;
}

function initKey(name: string, options: KeyOption, terminal: Terminal): ExitCode {
  const file = keyFile(options, terminal);
  makeFolder(dirname(file));
  if (!createSigning(file, name))
    throw new CommandFailure(
      EXIT.finding,
      `there is a key in "${file}" already; capfence keys rotate gives it a successor, and --key names another file`,
    );
  const { output } = terminal;
  printLine(output, `wrote ${printable(file)}; keep it secret, and a copy in a safe place`);
  printPublicKeys(readSigning(file).signer, output);
  return EXIT.done;
}

function rotate(name: string | undefined, options: KeyOption, terminal: Terminal): ExitCode {
  const file = keyFile(options, terminal);
  const { old, next } = rotateKey(file, name);
  const { output } = terminal;
  printLine(output, `wrote ${printable(file)}; keep it secret, and destroy copies of the old one`);
  printPublicKeys(next, output);
  printLine(output, `its predecessor vouches for it: ${writeVerifierKey(old.verifier)}`);
  return EXIT.done;
}

function printPublicKeys({ verifier, cosigner }: SignerKey, output: NodeJS.WritableStream): void {
  printLine(output, `public key: ${writeVerifierKey(verifier)}`);
  printLine(output, `as a witness: ${writeVerifierKey(cosigner)}`);
}

function exportKey(options: ExportOptions, terminal: Terminal): ExitCode {
  const { verifier, cosigner } = readSigner(options, terminal);
  const keys = { publicKey: writeVerifierKey(verifier), witness: writeVerifierKey(cosigner) };
  const line = options.witness === true ? keys.witness : keys.publicKey;
  printLine(terminal.output, options.json === true ? printableJson(keys) : line);
  return EXIT.done;
}

function keyFile({ key }: KeyOption, { stateFolder }: Terminal): string {
  return key ?? join(stateFolder, SIGNING_KEY);
}
