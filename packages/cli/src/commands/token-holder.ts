import { writeVerifierKey } from "@capfence/core/tlog";
import type { Command } from "commander";
import { createApproverKey } from "../approvers/key-file.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { printable } from "../printable.ts";
import { printLine, type Terminal } from "../terminal.ts";

/** Adds `capfence token holder`. */
export function addTokenHolder(
  token: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  token
    .command("holder")
    .description("make the key of somebody who is to hold tokens, and print the public one")
    .requiredOption(
      "--out <file>",
      "file of the private key, which stays with the holder; it must not exist yet",
    )
    .action(({ out }: { readonly out: string }) => finish(makeHolder(out, terminal)));
}

function makeHolder(file: string, { output, errors }: Terminal): ExitCode {
  const key = createApproverKey(file, "holder", undefined);
  printLine(errors, `wrote ${printable(file)}; keep it secret`);
  printLine(output, writeVerifierKey(key));
  return EXIT.done;
}
