import type { Command } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { findFixtures, FIXTURES_FILE } from "../fixtures/find-fixtures.ts";
import { loadFixtures, type ReadyCheck, type ReadyFixture } from "../fixtures/load-fixtures.ts";
import { reportLines, resultJson, summaryLine } from "../fixtures/report-lines.ts";
import { runCheck } from "../fixtures/run-check.ts";
import { untestedRules } from "../fixtures/untested-rules.ts";
import { printableJson } from "../printable.ts";
import { ruleName, rulePlace } from "../rule-name.ts";
import { printLine, type Terminal } from "../terminal.ts";

interface PolicyTestOptions {
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** Adds `capfence policy test`. */
export function addPolicyTest(
  policy: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  policy
    .command("test")
    .description("check that policies decide what fixtures expect of them")
    .argument(
      "<fixtures...>",
      `YAML or JSON files, or folders with ${FIXTURES_FILE} in or below them`,
    )
    .option("--strict", "exit with 1 if a rule holds in no case")
    .option("--json", "print the results as JSON")
    .action(async (paths: readonly string[], options: PolicyTestOptions) =>
      finish(await testPolicies(paths, options, terminal)),
    );
}

async function testPolicies(
  paths: readonly string[],
  options: PolicyTestOptions,
  { output }: Terminal,
): Promise<ExitCode> {
  const fixtures = await loadFixtures(findFixtures(paths));
  const judged = fixtures.map((fixture) => ({ fixture, results: fixture.checks.map(runCheck) }));
  const all = judged.flatMap(({ results }) => results);
  const untested = options.strict ? untestedRules(fixtures.flatMap(checksOf)) : undefined;
  const passed =
    (untested ?? []).length === 0 && all.every(({ differences }) => differences.length === 0);
  if (options.json === true)
    printLine(output, printableJson({ passed, checks: all.map(resultJson), untested }));
  else {
    for (const { fixture, results } of judged)
      for (const line of reportLines(fixture, results, output)) printLine(output, line);
    for (const rule of untested ?? [])
      printLine(output, `${rulePlace(rule)}: ${ruleName(rule)} holds in no case`);
    printLine(output, summaryLine(all));
  }
  return passed ? EXIT.done : EXIT.finding;
}

const checksOf = ({ checks }: ReadyFixture): readonly ReadyCheck[] => checks;
