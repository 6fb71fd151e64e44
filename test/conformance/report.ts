import { alignColumns } from "../../packages/cli/src/table.ts";
import { type Checks, count } from "./checks.ts";
import type { Comparison } from "./compare.ts";
import type { Revision } from "./revisions.ts";

/** What came of a topology in a revision. */
export interface Outcome {
  readonly topology: string;
  readonly revision: Revision;
  readonly checks: Checks;
  readonly comparison: Comparison;
  readonly seconds: number;
}

/** A line for every outcome. */
export function table(outcomes: readonly Outcome[]): string {
  const head = ["topology", "revision", "passed", "failed", "worse", "allowed", "stale", "seconds"];
  const rows = outcomes.map(({ topology, revision, checks, comparison, seconds }) => {
    const { passed, failed } = count(checks);
    const { regressions, allowed, stale } = comparison;
    const numbers = [passed, failed, regressions.length, allowed.length, stale.length];
    return [topology, revision, ...numbers.map(String), seconds.toFixed(1)];
  });
  return alignColumns([head, ...rows]);
}

/** What is wrong with an outcome, a line for each; none if it is as good as the direct way. */
export function mistakes({ topology, revision, comparison }: Outcome): readonly string[] {
  const where = `${topology}, ${revision}`;
  return [
    ...comparison.regressions.map((regression) => `${where}: ${regression}`),
    ...comparison.stale.map(
      (check) => `${where}: nothing needs the allowance for "${check}"; remove it`,
    ),
  ];
}
