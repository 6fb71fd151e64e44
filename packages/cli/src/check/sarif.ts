import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { LINT_RULES, type LintFinding, type PolicyProblem } from "@capfence/core";
import type { Log, ReportingDescriptor, Result } from "sarif";
import { printable } from "../printable.ts";
import type { CheckReport } from "./check-report.ts";

const LOAD_ERROR = "load_error";

const RULES: readonly ReportingDescriptor[] = [
  descriptor(LOAD_ERROR, "error", {
    summary: "the policy does not load",
    help: "A policy that does not load authorises nothing. Mend what the message names.",
  }),
  ...[...LINT_RULES].map(([code, rule]) => descriptor(code, "warning", rule)),
];

/** A report as a SARIF 2.1.0 log, for code scanning. */
export function asSarif(report: CheckReport, version: string): Log {
  const results =
    report.problems === undefined
      ? report.findings.map((finding) => resultOf(finding, finding.code, "warning"))
      : report.problems.map((problem) => resultOf(problem, LOAD_ERROR, "error"));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "CapFence",
            version,
            informationUri: "https://capfence.dev",
            rules: [...RULES],
          },
        },
        // Columns count UTF-16 code units, as JavaScript's strings do.
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true }],
        results,
      },
    ],
  };
}

function descriptor(
  id: string,
  level: "error" | "warning",
  { summary, help }: { readonly summary: string; readonly help: string },
): ReportingDescriptor {
  return {
    id,
    name: id.replaceAll(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${summary}.` },
    help: { text: help },
    defaultConfiguration: { level },
  };
}

function resultOf(
  place: PolicyProblem | LintFinding,
  ruleId: string,
  level: "error" | "warning",
): Result {
  const { file, line, column, key, message } = place;
  const text = printable(key === "" ? message : `${key}: ${message}`);
  const region = { startLine: line, ...(column === undefined ? {} : { startColumn: column }) };
  const artifactLocation = { uri: uriOf(file) };
  return {
    ruleId,
    ruleIndex: RULES.findIndex(({ id }) => id === ruleId),
    level,
    message: { text },
    locations: [{ physicalLocation: { artifactLocation, region } }],
  };
}

/** A relative URI for a file below the working folder, so that the log means the same on every machine. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(/[/\\]/).map(encodeURIComponent).join("/");
}
