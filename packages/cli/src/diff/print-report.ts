import {
  CHANGE_KINDS,
  type ChangeKind,
  type Decision,
  type Exploration,
  type PolicyChange,
} from "@capfence/core";
import { printable, printableJson, shortened } from "../printable.ts";
import { shortPath } from "../short-path.ts";
import { printLine, type Style, styled } from "../terminal.ts";
import type { ChangedCall, DiffReport } from "./diff-report.ts";

const TITLES: Readonly<Record<ChangeKind, string>> = {
  newly_allowed: "newly allowed",
  no_longer_needs_approval: "no longer needs approval",
  approval_instead_of_deny: "may be approved, was denied",
  warning_removed: "no longer marked with a warning",
  newly_denied: "newly denied",
  newly_needs_approval: "newly needs approval",
  warning_added: "newly marked with a warning",
};
const MOST_RECORDED = 20;
const LONGEST_CALL = 2000;

/** Prints a report for people, what lets more through first. */
export function printReport(report: DiffReport, output: NodeJS.WritableStream): void {
  const { changes, settings, explored, recorded } = report;
  for (const { key, before = "nothing", after = "nothing", loosens } of settings) {
    const text = printable(`${key}: ${before} -> ${after}`);
    printLine(output, styled(output, loosens ? "red" : "yellow", text));
  }
  for (const kind of CHANGE_KINDS.keys()) {
    const some = changes.filter((change) => change.kind === kind);
    if (some.length > 0) printLine(output, heading(kind, some.length, output));
    for (const change of some) printChange(change, output);
  }
  if (recorded !== undefined) {
    const { calls, changed } = recorded;
    printLine(output, `${changed.length} of ${calls} recorded calls are decided differently`);
    for (const call of changed.slice(0, MOST_RECORDED)) printRecorded(call, output);
    if (changed.length > MOST_RECORDED)
      printLine(output, `  and ${changed.length - MOST_RECORDED} more; --json has them all`);
  }
  if (changes.length + settings.length === 0) printLine(output, "no difference found");
  for (const line of explorationLines(explored)) printLine(output, styled(output, "dim", line));
}

function heading(kind: ChangeKind, count: number, output: NodeJS.WritableStream): string {
  return styled(output, styleOf(kind), `${TITLES[kind]} (${count})`);
}

function styleOf(kind: ChangeKind): Style {
  if (kind === "newly_allowed" || kind === "no_longer_needs_approval") return "red";
  return CHANGE_KINDS.get(kind)?.loosens === true ? "yellow" : "cyan";
}

function printChange(change: PolicyChange, output: NodeJS.WritableStream): void {
  const { before, after, witness } = change;
  printLine(output, `  ${shortened(printableJson(witness), LONGEST_CALL)}`);
  const { resource = "", action = "" } = witness;
  if (resource.includes("."))
    printLine(
      output,
      printable(
        `    a dotted resource, which deny and approval rules also see as ${resource}.${action}`,
      ),
    );
  printLine(output, `    was ${describe(before)}`);
  printLine(output, `    is  ${describe(after)}`);
}

function printRecorded(call: ChangedCall, output: NodeJS.WritableStream): void {
  const { line, kind, before, after } = call;
  const title = styled(output, styleOf(kind), TITLES[kind]);
  printLine(output, `  line ${line}: ${title}: ${printable(call.event.capability)}`);
  printLine(output, `    was ${describe(before)}`);
  printLine(output, `    is  ${describe(after)}`);
}

function describe({ effect, warn, rule, uncertain }: Decision): string {
  const place =
    rule === undefined ? "no rule" : `${rule.id} (${shortPath(rule.file)}:${rule.line})`;
  const doubt = uncertain.length === 0 ? "" : `, uncertain: ${uncertain.join(", ")}`;
  return printable(`${effect}${warn ? " with a warning" : ""} by ${place}${doubt}`);
}

/** What was tried, and what was not. */
function explorationLines(explored: Exploration): readonly string[] {
  const { capabilities, calls, inPart, everyCapability, gaps } = explored;
  const lines = [
    capabilities === 0
      ? "no capability has rules that differ, so no call was judged"
      : `judged ${calls} calls of ${capabilities} capabilities with both policies`,
  ];
  if (inPart > 0)
    lines.push(
      `  for ${inPart} of these capabilities only some combinations of conditions: there are too many`,
    );
  if (!everyCapability) lines.push("  not explored: some capabilities, there are too many");
  for (const { key, rule, file, line, message, byExample } of gaps) {
    const title = byExample ? "compared at examples" : "not explored";
    lines.push(printable(`  ${title}: ${key} of ${rule} (${shortPath(file)}:${line}): ${message}`));
  }
  return lines;
}
