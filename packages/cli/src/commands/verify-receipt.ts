import { canonicalJson, type Json } from "@capfence/core";
import { type VerifierKey, verifyReceipt } from "@capfence/core/tlog";
import { type Command, InvalidArgumentError } from "commander";
import { collectValues } from "../collect-values.ts";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { printable, printableJson } from "../printable.ts";
import { readTextFile } from "../read-text-file.ts";
import { isPolicyOf } from "../receipt/policy-file.ts";
import {
  type ComparedFinding,
  findingAsJson,
  printProved,
  printUnproved,
} from "../receipt/print-finding.ts";
import { replayCommand } from "../receipt/replay-command.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { readTrust } from "../verify/trust.ts";

/** What `capfence verify-receipt` takes. */
interface VerifyReceiptOptions {
  readonly key?: readonly string[];
  readonly witness?: readonly string[];
  readonly quorum?: number;
  readonly policy?: string;
  readonly record?: boolean;
  readonly json?: boolean;
}

/** More than the longest receipt. */
const LONGEST_FILE = 64 * 1024 * 1024;

/** Adds `capfence verify-receipt`. */
export function addVerifyReceipt(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("verify-receipt")
    .description(
      "check a receipt, without the log it is from; exits with 3 where it proves nothing",
    )
    .argument("<file>", "the receipt")
    .option(
      "--key <key>",
      "public key of the log, or a file with it; it must not come with the receipt; can be repeated",
      collectValues,
    )
    .option(
      "--witness <key>",
      "public key of a witness that must have signed; can be repeated",
      collectValues,
    )
    .option("--quorum <count>", "how many of the witnesses must have (default: all)", readCount)
    .option("--policy <file>", "the policy that must have decided")
    .option("--record", "print the proved record of the decision alone, as JSON")
    .option("--json", "print the finding as JSON")
    .action(async (file: string, options: VerifyReceiptOptions) =>
      finish(await runVerifyReceipt(file, options, terminal)),
    );
}

async function runVerifyReceipt(
  file: string,
  options: VerifyReceiptOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const finding = await examine(file, options, terminal);
  const replay = replayOf(file, options);
  const { output, errors } = terminal;
  if (options.json === true)
    printLine(output, printableJson({ file, ...findingAsJson(finding, replay) }));
  else if (finding.kind !== "proved") printUnproved(finding, errors);
  else if (options.record === true)
    printLine(output, printable(canonicalJson(finding.decision.record as unknown as Json)));
  else printProved(finding, { policy: options.policy, replay }, output);
  return finding.kind === "proved" ? EXIT.done : EXIT.damaged;
}

async function examine(
  file: string,
  { key = [], witness = [], quorum, policy }: VerifyReceiptOptions,
  terminal: Terminal,
): Promise<ComparedFinding> {
  if (key.length === 0)
    throw new CommandFailure(
      EXIT.unusable,
      "a receipt cannot vouch for itself; pass --key with the public key of the log, as capfence keys export prints it there",
    );
  const keysOf = (given: readonly string[]): readonly VerifierKey[] =>
    readTrust(given, undefined, terminal).keys ?? [];
  const trust = {
    keys: keysOf(key),
    witnesses: keysOf(witness),
    ...(quorum === undefined ? {} : { quorum }),
  };
  const text = readTextFile("receipt", file, { limit: LONGEST_FILE, ignoreBOM: true });
  const finding = verifyReceipt(text, trust);
  if (finding.kind !== "proved" || policy === undefined) return finding;
  const isPolicy = await isPolicyOf(finding.decision.record, policy);
  return isPolicy ? finding : { kind: "other_policy", policy };
}

function replayOf(file: string, { key = [], policy }: VerifyReceiptOptions): string {
  const keys = key.flatMap((one) => ["--key", one]);
  const name = file.startsWith("-") ? `./${file}` : file;
  return replayCommand(["verify-receipt", name, ...keys, "--record"], policy);
}

function readCount(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("use a whole number");
}
