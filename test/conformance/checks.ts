import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What the referee says of one requirement; `INFO` and `SKIPPED` say that it could not be judged. */
export interface Check {
  readonly scenario: string;
  readonly id: string;
  readonly name: string;
  readonly status: "SUCCESS" | "FAILURE" | "WARNING" | "INFO" | "SKIPPED";
  readonly errorMessage?: string;
}

/** Every check of a run under its scenario, id and name, and its place where a scenario has several that are alike. */
export type Checks = ReadonlyMap<string, Check>;

/** The checks in the folder that the referee wrote; a folder in it is named `server-SCENARIO-TIME`. */
export function readChecks(folder: string): Checks {
  const files = globSync("*/checks.json", { cwd: folder });
  return keyed(
    files.toSorted().flatMap((file) => {
      const [, scenario] = /^server-(.+)-\d{4}-\d\d-\d\dT/.exec(basename(dirname(file))) ?? [];
      if (scenario === undefined)
        throw new Error(`the referee wrote "${file}", which is not named for a scenario`);
      const checks: readonly Omit<Check, "scenario">[] = JSON.parse(
        readFileSync(join(folder, file), "utf8"),
      );
      return checks.map((check) => ({ ...check, scenario }));
    }),
  );
}

/** Checks in their order, each under a key of its own. */
export function keyed(checks: readonly Check[]): Checks {
  const found = new Map<string, Check>();
  const seen = new Map<string, number>();
  for (const check of checks) {
    const name = `${check.scenario}: ${check.id} ${check.name}`;
    const place = (seen.get(name) ?? 0) + 1;
    seen.set(name, place);
    found.set(place === 1 ? name : `${name} #${place}`, check);
  }
  return found;
}

/** How many checks of a run passed, and how many failed, as the referee counts them. */
export function count(checks: Checks): { readonly passed: number; readonly failed: number } {
  const statuses = [...checks.values()].map(({ status }) => status);
  return {
    passed: statuses.filter((status) => status === "SUCCESS").length,
    failed: statuses.filter((status) => status === "FAILURE").length,
  };
}
