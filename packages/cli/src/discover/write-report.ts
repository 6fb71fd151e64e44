import {
  asHtml,
  asJson,
  asSarif,
  type DiscoveryReport,
  starterPolicy,
  writeStarterLock,
} from "@capfence/discover";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { PassThrough } from "node:stream";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { refuseFolder, writeFiles } from "../init/write-files.ts";
import { packageVersion } from "../package-version.ts";
import { printable, printableJson } from "../printable.ts";
import { printLine, type Terminal } from "../terminal.ts";
import type { DiscoverOptions } from "./discover-options.ts";
import { reportLines } from "./report-lines.ts";

/** Throws `CommandFailure` where a file could not be written, before any server is started. */
export function checkFiles({ out, policy, lock, force }: DiscoverOptions): void {
  const files = [out, policy, lock].filter((file) => file !== undefined);
  const there = force === true ? undefined : files.find((file) => existsSync(file));
  if (there !== undefined)
    throw new CommandFailure(
      EXIT.finding,
      `"${there}" exists and was left as it is; use another name, or --force to overwrite it`,
    );
  for (const file of files) refuseFolder(file);
  if (new Set(files.map((file) => resolve(file))).size < files.length)
    throw new CommandFailure(
      EXIT.unusable,
      "--out, --policy and --lock name one file; each needs its own",
    );
}

/** Prints a report, or writes it and what else was asked for; what was written is said where no report is. */
export function writeReport(
  report: DiscoveryReport,
  options: DiscoverOptions,
  terminal: Terminal,
): void {
  const { out, policy, lock } = options;
  const text = textOf(report, options, terminal);
  writeFiles(
    [
      ...(out === undefined ? [] : [[out, text] as const]),
      ...(policy === undefined ? [] : [[policy, starterPolicy(report)] as const]),
    ],
    options.force === true,
    () => {
      if (lock !== undefined) writeStarterLock(report, lock);
    },
  );
  if (out === undefined) terminal.output.write(text);
  for (const file of [out, policy, lock])
    if (file !== undefined) printLine(terminal.errors, printable(`wrote ${file}`));
}

function textOf(
  report: DiscoveryReport,
  { format, json, out, policy }: DiscoverOptions,
  { output, clock }: Terminal,
): string {
  const version = packageVersion();
  const scan = { version, at: new Date(clock()) };
  switch (format ?? (json === true ? "json" : "table")) {
    case "json":
      return `${printableJson(asJson(report, scan))}\n`;
    case "sarif":
      return `${printableJson(asSarif(report, { version, folder: process.cwd() }))}\n`;
    case "html":
      return asHtml(report, scan);
    case "table":
      // A file has no colours and no width.
      return lines(reportLines(report, out === undefined ? output : new PassThrough(), policy));
  }
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
