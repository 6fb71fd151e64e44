import type { MaybePromise } from "@capfence/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { LOG_OPTION, type LogOption, logPlace } from "../log/log-place.ts";
import { printable, printableJson } from "../printable.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { parseDuration } from "../timestamp.ts";
import { examine, type Report } from "../verify/examine.ts";
import { examineSegments, unseenSegments } from "../verify/examine-segments.ts";
import { exportSource } from "../verify/export-source.ts";
import { type Heads, readHeads } from "../verify/head-folder.ts";
import { readKeptCheckpoints } from "../verify/kept-checkpoint.ts";
import { databaseSource, type LogSource } from "../verify/log-source.ts";
import {
  printAcceptedLosses,
  printDetails,
  printFindings,
  printTrust,
  printVerdict,
} from "../verify/print-report.ts";
import { addTokenOptions, isAboutToken } from "../tokens/verify-token-options.ts";
import type { VerifyTokenOptions } from "../tokens/verify-at-gate.ts";
import { readTrust, type Trust, trustAsJson } from "../verify/trust.ts";

/** What `capfence verify` takes, but for those of a token. */
interface VerifyOptions extends LogOption {
  readonly export?: string;
  readonly key?: readonly string[];
  readonly checkpoint?: readonly string[];
  /** Whether the head folder is read; it is where this is left out. */
  readonly heads?: boolean;
  readonly segment?: readonly string[];
  /** In seconds. */
  readonly maxAge?: number;
  readonly json?: boolean;
}

/** A report, whose signatures were believed, and what the log was compared with. */
export interface Verification {
  readonly report: Report;
  /** Those of the segments, in their order. */
  readonly segments: readonly Report[];
  readonly trust: Trust;
  readonly heads: Heads | undefined;
}

/** Adds `capfence verify`. */
export function addVerify(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const verifying = program
    .command("verify")
    .description(
      "check the audit log entry by entry; it is only read, never changed or mended. With --token, check a capability token",
    )
    .option(...LOG_OPTION)
    .addOption(
      new Option(
        "--export <file>",
        "check an export of a log instead, as capfence logs export prints it",
      ).conflicts(["auditLog", "segment"]),
    )
    .option(
      "--key <key>",
      "public key that the log must be signed with, or a file with it; can be repeated (default: that of the state folder for its own log, else what the log says)",
      collect,
    )
    .option(
      "--checkpoint <file>",
      "a file with checkpoints that were kept elsewhere, or a receipt, that the log must still hold; can be repeated",
      collect,
    )
    .option("--no-heads", "do not read the head folder that CAPFENCE_HEADS names")
    .option(
      "--segment <file>",
      "a sealed log that this one goes on from, newest first; can be repeated",
      collect,
    )
    .option(
      "--max-age <duration>",
      "how old the last checkpoint of a log in use may be: 90s, 15m, 24h, 7d",
      readDuration,
    )
    .option("--json", "print the report as JSON");
  addTokenOptions(verifying).action(async (options: VerifyOptions & VerifyTokenOptions) =>
    finish(await verifyEither(options, terminal)),
  );
}

async function verifyEither(
  options: VerifyOptions & VerifyTokenOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (!isAboutToken(options)) return runVerify(options, terminal);
  const { verifyAtGate } = await import("../tokens/verify-at-gate.ts");
  return verifyAtGate(options, terminal);
}

async function runVerify(options: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const { report, segments, trust, heads } = await verify(options, terminal);
  const { output } = terminal;
  if (options.json === true) {
    const file = options.export ?? logPlace(options, terminal).name;
    const more = segments.map((one, index) => ({ file: options.segment?.[index], ...asJson(one) }));
    const compared = heads && { folder: heads.folder, checkpoints: heads.checkpoints.length };
    printLine(
      output,
      printableJson({
        file,
        ...asJson(report),
        ...(more.length === 0 ? {} : { segments: more }),
        trust: trustAsJson(trust),
        ...(compared === undefined ? {} : { heads: compared }),
      }),
    );
  } else {
    printVerdict(report, output);
    printFindings(report, output);
    const checkpoints = options.checkpoint?.length ?? 0;
    printAcceptedLosses(report, output);
    if (report.intact) printDetails(report, output);
    for (const [index, segment] of segments.entries()) {
      printLine(output, `segment ${printable(options.segment?.[index] ?? "")}:`);
      printVerdict(segment, output);
      printFindings(segment, output);
      printAcceptedLosses(segment, output);
      if (segment.intact) printDetails(segment, output);
    }
    for (const name of unseenSegments([report, ...segments]))
      printLine(
        output,
        `the sealed log ${printable(name)} before it was not looked at; pass --segment`,
      );
    printTrust(report, { trust, checkpoints, heads }, output);
  }
  return [report, ...segments].every(({ intact }) => intact) ? EXIT.done : EXIT.damaged;
}

function asJson({ writers, ...report }: Report): object {
  return {
    ...report,
    writers: writers.map(({ root, ...writer }) => ({
      ...writer,
      ...(root === undefined ? {} : { root: Buffer.from(root).toString("base64") }),
    })),
  };
}

/** Reads a whole log and finds what, if anything, is wrong with it. */
export async function verify(options: VerifyOptions, terminal: Terminal): Promise<Verification> {
  const { export: exported, key = [], checkpoint = [], segment = [], maxAge } = options;
  const place = exported === undefined ? logPlace(options, terminal) : undefined;
  const trust = readTrust(key, place?.file, terminal);
  const isCompared = place !== undefined && options.heads !== false;
  const heads = isCompared ? await readHeads(place) : undefined;
  const checkpoints = [...checkpoint.flatMap(readKeptCheckpoints), ...(heads?.checkpoints ?? [])];
  const known = {
    checkpoints,
    ...(trust.keys === undefined ? {} : { keys: trust.keys }),
    ...(maxAge === undefined ? {} : { freshness: { seconds: maxAge, now: terminal.clock() } }),
  };
  const open = (): MaybePromise<LogSource> =>
    exported === undefined ? databaseSource(options, terminal) : exportSource(exported);
  if (segment.length === 0)
    return { report: await examine(open, known, terminal), segments: [], trust, heads };
  const before = segment.map((auditLog) => () => databaseSource({ auditLog }, terminal));
  const reports = await examineSegments([open, ...before], known, terminal);
  const [report, ...segments] = reports as [Report, ...Report[]];
  return { report, segments, trust, heads };
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function readDuration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError("use 90s, 15m, 24h or 7d");
}
