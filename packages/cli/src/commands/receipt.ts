import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { collectValues } from "../collect-values.ts";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { LOG_OPTION, type LogOption, type LogPlace, logPlace } from "../log/log-place.ts";
import { openLog } from "../log/open-log.ts";
import { printable, printableJson } from "../printable.ts";
import { findDecision, type FoundDecision } from "../receipt/find-decision.ts";
import { makeReceipt } from "../receipt/make-receipt.ts";
import { isPolicyOf, policyFileOf } from "../receipt/policy-file.ts";
import { printReceipt, printShortcomings, receiptAsJson } from "../receipt/print-receipt.ts";
import type { ReceiptView } from "../receipt/receipt-lines.ts";
import { replayCommand } from "../receipt/replay-command.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { readKeptCheckpoint } from "../verify/kept-checkpoint.ts";
import { readTrust } from "../verify/trust.ts";

/** What `capfence receipt` takes. */
interface ReceiptOptions extends LogOption {
  readonly out?: string;
  readonly force?: boolean;
  readonly checkpoint?: readonly string[];
  readonly policy?: string;
  readonly record?: boolean;
  readonly json?: boolean;
}

/** Adds `capfence receipt`. */
export function addReceipt(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("receipt")
    .description("show one decision, and write the proof of it that others can check")
    .argument("<id>", "the decision's id, the beginning of it, or its place <writer>/<seq>")
    .option(...LOG_OPTION)
    .option("--out <file>", "where to write it (default: <id>.tlog-proof in this folder)")
    .option("--force", "replace a file that is there")
    .option(
      "--checkpoint <file>",
      "a checkpoint kept elsewhere, such as one that witnesses signed, to prove it by; can be repeated",
      collectValues,
    )
    .option("--policy <file>", "the policy that decided; it is refused where it is another")
    .option("--record", "print the stored record alone, as JSON, and write nothing")
    .option("--json", "print the receipt as JSON")
    .action(async (id: string, options: ReceiptOptions) =>
      finish(await runReceipt(id, options, terminal)),
    );
}

async function runReceipt(
  id: string,
  options: ReceiptOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const checkpoints = (options.checkpoint ?? []).map((file) => readKeptCheckpoint(file).note);
  const place = logPlace(options, terminal);
  const { keys } = readTrust([], place.file, terminal);
  const log = await openLog(options, terminal);
  try {
    const found = await findDecision(log, id);
    if (options.record === true) {
      printLine(terminal.output, printable(found.entry.text));
      return EXIT.done;
    }
    const view = await viewOf(found, options, place);
    const made = await makeReceipt(log, found, { checkpoints, keys });
    const file = made.kind === "made" ? write(made.text, found, options) : undefined;
    if (options.json === true)
      printLine(terminal.output, printableJson(receiptAsJson(found, view, made, file)));
    else printReceipt(view, made, file, terminal);
    printShortcomings(found, made, terminal);
    return file === undefined ? EXIT.finding : EXIT.done;
  } finally {
    await log.close();
  }
}

async function viewOf(
  { entry, record, outcome }: FoundDecision,
  { policy: given, auditLog }: ReceiptOptions,
  place: LogPlace,
): Promise<ReceiptView> {
  if (given !== undefined && !(await isPolicyOf(record, given)))
    throw new CommandFailure(EXIT.finding, `the policy "${given}" is not the one that decided`);
  const policy = given ?? (await policyFileOf(record));
  const log = auditLog === undefined ? [] : ["--audit-log", place.name];
  const source = ["receipt", `${entry.writer}/${entry.seq}`, ...log, "--record"];
  const replay = replayCommand(source, policy);
  return { decision: record, outcome: outcome?.record, policy, replay };
}

/** Writes a receipt for its owner to hand on; it holds what the log holds. */
function write(text: string, { record }: FoundDecision, options: ReceiptOptions): string {
  const { out, force = false } = options;
  if (out === undefined && !/^[\w-]{1,64}$/.test(record.id))
    throw new CommandFailure(
      EXIT.unusable,
      "the decision's id cannot be the name of a file; name one with --out FILE",
    );
  const file = out ?? `${record.id}.tlog-proof`;
  try {
    writeFileSync(file, text, { flag: force ? "w" : "wx", mode: 0o600 });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason =
      code === "EEXIST"
        ? `there is "${file}" already; name another file with --out, or replace it with --force`
        : `cannot write "${file}": ${message}`;
    throw new CommandFailure(EXIT.finding, reason, { cause });
  }
  return file;
}
