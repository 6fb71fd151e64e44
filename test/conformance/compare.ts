import type { Check, Checks } from "./checks.ts";
import type { Revision } from "./revisions.ts";

/** A check that may be worse through a topology, and why. */
export interface Allowance {
  readonly revision: Revision;
  /** As `keyed` names it. */
  readonly check: string;
  readonly reason: string;
}

/** What a topology takes away. */
export interface Comparison {
  /** Checks that are worse than directly without an allowance: what each is directly, and through. */
  readonly regressions: readonly string[];
  readonly allowed: readonly string[];
  /** Allowances that nothing needs. */
  readonly stale: readonly string[];
}

/** Holds what the referee says through a topology against what it says directly; a check that is gone is worse. */
export function compare(
  direct: Checks,
  through: Checks,
  allowances: readonly Allowance[],
): Comparison {
  const worse = [...new Set([...direct.keys(), ...through.keys()])].filter((key) =>
    isWorse(direct.get(key), through.get(key)),
  );
  const excused = new Set(allowances.map(({ check }) => check));
  return {
    regressions: worse
      .filter((key) => !excused.has(key))
      .map((key) => describe(key, direct.get(key), through.get(key))),
    allowed: worse.filter((key) => excused.has(key)),
    stale: [...excused].filter((key) => !worse.includes(key)),
  };
}

/** The scenarios of checks that are worse, allowed or not. */
export function worseScenarios(direct: Checks, through: Checks): ReadonlySet<string> {
  const scenarios = new Set<string>();
  for (const [key, check] of [...direct, ...through])
    if (isWorse(direct.get(key), through.get(key))) scenarios.add(check.scenario);
  return scenarios;
}

/** Also a failure that the referee does not even mention directly is worse: some checks exist only when they fail. */
function isWorse(direct: Check | undefined, through: Check | undefined): boolean {
  if (direct?.status === "SUCCESS") return through?.status !== "SUCCESS";
  return isBad(through) && !isBad(direct);
}

function isBad(check: Check | undefined): boolean {
  return check?.status === "FAILURE" || check?.status === "WARNING";
}

function describe(key: string, direct: Check | undefined, through: Check | undefined): string {
  const change = `${direct?.status ?? "absent"} directly, ${through?.status ?? "absent"} through`;
  const why = through?.errorMessage === undefined ? "" : `: ${through.errorMessage}`;
  return `${key}: ${change}${why}`;
}
