import {
  CapabilitySystem,
  describeProblem,
  type LintFinding,
  lintPolicy,
  type PolicyDocument,
  PolicyLoadError,
  type PolicyProblem,
} from "@capfence/core";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { printable, printableJson } from "../printable.ts";
import { shortPath } from "../short-path.ts";
import { alignColumns } from "../table.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";

/** What `capfence check-policy` takes beside the file. */
interface CheckPolicyOptions {
  readonly strict?: boolean;
  readonly json?: boolean;
}

const SECTIONS = ["deny", "require_approval", "warn", "allow"] as const;

/** Adds `capfence check-policy`. */
export function addCheckPolicy(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("check-policy")
    .description("load a policy and list what is wrong or doubtful in it")
    .argument("<file>", "the policy")
    .option("--strict", "exit with 1 if anything is doubtful")
    .option("--json", "print the result as JSON")
    .action((file: string, options: CheckPolicyOptions) =>
      finish(checkPolicy(file, options, terminal)),
    );
}

/** Loads a policy and everything it extends; prints what it holds, or why it does not load. */
function checkPolicy(file: string, options: CheckPolicyOptions, terminal: Terminal): ExitCode {
  const system = new CapabilitySystem();
  try {
    system.loadPolicy(file);
  } catch (error) {
    if (!(error instanceof PolicyLoadError)) throw error;
    printProblems(error.problems.map(withShortFile).toSorted(byPlace), options, terminal);
    return EXIT.unusable;
  }
  const { document, digest } = system;
  if (document === undefined) throw new TypeError("a loaded policy has a document");
  const findings = lintPolicy(document).map(withShortFile);
  if (options.json === true) {
    const { name = null, mode } = document;
    const result = { valid: true, file, name, mode, digest, rules: countRules(document), findings };
    printLine(terminal.output, printableJson(result));
  } else {
    for (const finding of findings) printLine(terminal.errors, describeFinding(finding, terminal));
    printDocument(document, digest, file, terminal);
  }
  return options.strict === true && findings.length > 0 ? EXIT.finding : EXIT.done;
}

function printProblems(
  problems: readonly PolicyProblem[],
  options: CheckPolicyOptions,
  terminal: Terminal,
): void {
  if (options.json === true) printLine(terminal.output, printableJson({ valid: false, problems }));
  else
    for (const problem of problems) printLine(terminal.errors, printable(describeProblem(problem)));
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

function byPlace(one: PolicyProblem, other: PolicyProblem): number {
  const files = Number(one.file > other.file) - Number(one.file < other.file);
  return files || one.line - other.line || one.column - other.column;
}

function withShortFile<Place extends { readonly file: string }>(place: Place): Place {
  return { ...place, file: shortPath(place.file) };
}
