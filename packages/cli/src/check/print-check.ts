import { describeProblem, type LintFinding, type PolicyDocument } from "@capfence/core";
import { printable } from "../printable.ts";
import { alignColumns } from "../table.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import type { CheckReport } from "./check-report.ts";

const SECTIONS = ["deny", "require_approval", "warn", "allow"] as const;

/** Prints a report for people. */
export function printCheck(report: CheckReport, terminal: Terminal): void {
  if (report.problems !== undefined) {
    for (const problem of report.problems)
      printLine(terminal.errors, printable(describeProblem(problem)));
    return;
  }
  for (const finding of report.findings)
    printLine(terminal.errors, describeFinding(finding, terminal));
  printDocument(report.document, report.digest, report.file, terminal);
}

/** A report as one JSON value. */
export function asJson(report: CheckReport): object {
  if (report.problems !== undefined) return { valid: false, problems: report.problems };
  const { document, digest, file, findings } = report;
  const { name = null, mode } = document;
  return { valid: true, file, name, mode, digest, rules: countRules(document), findings };
}

function printDocument(
  document: PolicyDocument,
  digest: string,
  file: string,
  { output }: Terminal,
): void {
  const counts = Object.entries(countRules(document)).map(
    ([section, count]) => `${section} ${count}`,
  );
  const facts = [
    ["policy", document.name === undefined ? file : `${document.name} (${file})`],
    ["rules", counts.join(", ")],
    ...(document.tools.size === 0 ? [] : [["tools", String(document.tools.size)]]),
    ...(document.mode === "observe"
      ? [["mode", "observe: decisions are recorded and not enforced"]]
      : []),
    ["digest", `sha256:${digest}`],
  ];
  printLine(output, alignColumns(facts.map((row) => row.map(printable))));
  printLine(output, styled(output, "green", "VALID"));
}

function countRules({
  rules,
}: PolicyDocument): Readonly<Record<(typeof SECTIONS)[number], number>> {
  const count = (section: string): number =>
    rules.filter((rule) => rule.section === section).length;
  return {
    deny: count("deny"),
    require_approval: count("require_approval"),
    warn: count("warn"),
    allow: count("allow"),
  };
}

function describeFinding(
  { file, line, column, key, code, message }: LintFinding,
  { errors }: Terminal,
): string {
  const place = column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
  return `${printable(place)}: ${styled(errors, "yellow", "warning")}: ${printable(`${key}: ${message}`)} [${code}]`;
}
