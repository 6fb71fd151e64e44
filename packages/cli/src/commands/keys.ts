import { join } from "node:path";
import {
  generateSignerKey,
  readSignerKey,
  type SignerKey,
  writeVerifierKey,
} from "@capfence/core/tlog";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { readKeyFile, writeKeyFile } from "../keys/key-file.ts";
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
    .command("export")
    .description("print the public key")
    .option(...KEY_OPTION)
    .option("--witness", "the public key of what it signs as a witness")
    .option("--json", "print both public keys as JSON")
    .action((options: ExportOptions) => finish(exportKey(options, terminal)));
}

/** Reads the private key that an option names, or the one in the state folder. */
export function readSigner(options: KeyOption, terminal: Terminal): SignerKey {
  return readSignerKey(readKeyFile(keyFile(options, terminal)));
}

function initKey(name: string, options: KeyOption, terminal: Terminal): ExitCode {
  const key = generateSignerKey(name);
  const file = keyFile(options, terminal);
  writeKeyFile(file, key);
  const { verifier, cosigner } = readSignerKey(key);
  const { output } = terminal;
  printLine(output, `wrote ${printable(file)}; keep it secret, and a copy in a safe place`);
  printLine(output, `public key: ${writeVerifierKey(verifier)}`);
  printLine(output, `as a witness: ${writeVerifierKey(cosigner)}`);
  return EXIT.done;
}

function exportKey(options: ExportOptions, terminal: Terminal): ExitCode {
  const { verifier, cosigner } = readSigner(options, terminal);
  const keys = { publicKey: writeVerifierKey(verifier), witness: writeVerifierKey(cosigner) };
  const line = options.witness === true ? keys.witness : keys.publicKey;
  printLine(terminal.output, options.json === true ? printableJson(keys) : line);
  return EXIT.done;
}

function keyFile({ key }: KeyOption, { stateFolder }: Terminal): string {
  return key ?? join(stateFolder, "signing.key");
}
