import type { WriterReport } from "@capfence/core";
import { acceptedLossLine } from "../log/accepted-loss.ts";
import { printable } from "../printable.ts";
import { printTable } from "../print-table.ts";
import { printLine, styled } from "../terminal.ts";
import type { Finding, Report } from "./examine.ts";
import type { Heads } from "./head-folder.ts";
import type { Trust } from "./trust.ts";

/** Of so many writers there is something to say; the others are counted. */
const LISTED = 5;
const HEAD = ["writer", "records", "checkpointed", "anchored", "state", "root"];

/** What a report is printed with. */
export interface ReportFrame {
  readonly trust: Trust;
  /** How many checkpoints from elsewhere the log was compared with, those of the head folder apart. */
  readonly checkpoints: number;
  readonly heads: Heads | undefined;
}

/** The line that says whether a log is intact. */
export function printVerdict(report: Report, output: NodeJS.WritableStream): void {
  const { entries, findingCount } = report;
  const count = findingCount === 1 ? "1 finding" : `${findingCount} findings`;
  printLine(
    output,
    report.intact
      ? styled(
          output,
          "green",
          `✓ Audit chain intact. ${entries} entries verified, ${signedBy(report)}.`,
        )
      : styled(output, "red", `✗ Audit chain damaged. ${count} in ${entries} entries read.`),
  );
}

/** What is wrong with a log, each with its place. */
export function printFindings(
  { findings, findingCount }: Report,
  output: NodeJS.WritableStream,
): void {
  for (const finding of findings) {
    const { kind, writer, message } = finding;
    const place = [
      kind,
      writer === undefined ? "" : `writer ${printable(writer)}`,
      placeOf(finding),
    ];
    const words = place.filter((word) => word !== "").join(", ");
    printLine(output, `  ${words}: ${printable(message)}`);
  }
  if (findingCount > findings.length)
    printLine(
      output,
      `  and ${findingCount - findings.length} more; the first ${findings.length} are listed`,
    );
}

/** What somebody knew to be missing, and went on without. */
export function printAcceptedLosses(
  { acceptedLosses }: Report,
  output: NodeJS.WritableStream,
): void {
  for (const loss of acceptedLosses.slice(-LISTED)) printLine(output, acceptedLossLine(loss));
  const older = acceptedLosses.length - LISTED;
  if (older > 0) printLine(output, `and ${older} older losses that were accepted`);
}

/** How far each log goes, and how far it is signed and known elsewhere. */
export function printDetails({ writers }: Report, output: NodeJS.WritableStream): void {
  const newest = writers.slice(-LISTED);
  if (newest.length > 0) printTable(output, HEAD, newest.map(cellsOf));
  const older = writers.slice(0, -LISTED);
  if (older.length > 0)
    printLine(output, `and ${older.length} older with ${countRecords(older)} records`);
  for (const note of uncoveredNotes(writers)) printLine(output, note);
}

/** Who says whose signatures count, and what the log was not compared with. */
export function printTrust(
  { writers }: Report,
  { trust, checkpoints, heads }: ReportFrame,
  output: NodeJS.WritableStream,
): void {
  if (trust.from === "state folder")
    printLine(output, `the key is that of ${printable(trust.file ?? "")}`);
  const isSigned = writers.some(({ key }) => key !== undefined);
  if (trust.from === "log" && isSigned)
    printLine(output, "who signs is what the log itself says; pass --key to be sure");
  const known = heads?.checkpoints.length ?? 0;
  if (heads !== undefined) printLine(output, headsNote(heads));
  if (checkpoints + known === 0 && writers.length > 0)
    printLine(
      output,
      "it was compared with no checkpoint kept elsewhere, so it may have been cut short; pass --checkpoint",
    );
}

function headsNote({ folder, checkpoints: { length: count } }: Heads): string {
  const place = `the head folder ${printable(folder)}`;
  if (count === 0) return `there is no checkpoint in ${place}`;
  return `it was compared with ${count === 1 ? "1 checkpoint" : `${count} checkpoints`} in ${place}`;
}

function placeOf({ seq, last }: Finding): string {
  if (seq === undefined) return "";
  return last === undefined || last === seq ? `record ${seq}` : `records ${seq}-${last}`;
}

function cellsOf({ writer, size, checkpointed, anchored, closed, root }: WriterReport): string[] {
  return [
    printable(writer),
    ...[size, checkpointed, anchored].map(String),
    closed ? "closed" : "open",
    root === undefined ? "unknown" : Buffer.from(root).toString("base64"),
  ];
}

function signedBy({ writers }: Report): string {
  const names = [...new Set(writers.flatMap(({ key }) => key ?? []))].map(printable);
  if (names.length === 0) return "not signed";
  const listed = names.slice(-LISTED).join(", ");
  return `signed by ${listed}${names.length > LISTED ? ` and ${names.length - LISTED} more` : ""}`;
}

function uncoveredNotes(writers: readonly WriterReport[]): readonly string[] {
  const unsigned = writers.filter(({ key }) => key === undefined);
  const open = writers.filter(
    ({ key, size, checkpointed }) => key !== undefined && size > checkpointed,
  );
  const notes = open.slice(-LISTED).map(({ writer, size, checkpointed }) => {
    const tail = size - checkpointed;
    const records = tail === 1 ? "last record" : `last ${tail} records`;
    const verb = tail === 1 ? "has" : "have";
    return `the ${records} of writer ${printable(writer)} ${verb} no checkpoint yet`;
  });
  const rest = open.slice(0, -LISTED);
  if (rest.length > 0) notes.push(`nor have the last ones of ${rest.length} older writers`);
  if (unsigned.length > 0)
    notes.push(
      `${unsigned.length === 1 ? "1 writer signs" : `${unsigned.length} writers sign`} nothing: whoever can change the log can write that part anew`,
    );
  return notes;
}

function countRecords(writers: readonly WriterReport[]): number {
  return writers.reduce((sum, { size }) => sum + size, 0);
}
