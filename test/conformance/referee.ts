import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Checks, keyed, readChecks } from "./checks.ts";
import { worseScenarios } from "./compare.ts";
import type { Revision } from "./revisions.ts";

const REFEREE = join(
  dirname(createRequire(import.meta.url).resolve("@modelcontextprotocol/conformance/package.json")),
  "dist/index.js",
);

/** Longer than all scenarios take together, each at the limit it has in the referee, is never needed. */
const LIMIT_MS = 300_000;

/** Scenarios in which the referee itself sometimes answers too late. */
const UNSTEADY = /sampling|elicitation/;

/** What the referee says of a server in all scenarios of a revision, scored or not. */
export function judge(url: string, revision: Revision): Promise<Checks> {
  return run(url, ["--requirements", revision]);
}

/** What the referee says of a server in one scenario. */
function judgeScenario(url: string, revision: Revision, scenario: string): Promise<Checks> {
  return run(url, ["--spec-version", revision, "--scenario", scenario]);
}

/** What the referee says, where an unsteady scenario that is worse than directly has a second try. */
export async function judgeAgainst(
  direct: Checks,
  url: string,
  revision: Revision,
): Promise<Checks> {
  let through = await judge(url, revision);
  for (const scenario of worseScenarios(direct, through)) {
    if (!UNSTEADY.test(scenario)) continue;
    const again = await judgeScenario(url, revision, scenario);
    const others = [...through.values()].filter((check) => check.scenario !== scenario);
    through = keyed([...others, ...again.values()]);
  }
  return through;
}

async function run(url: string, what: readonly string[]): Promise<Checks> {
  const folder = mkdtempSync(join(tmpdir(), "capfence-conformance-"));
  try {
    const words = [REFEREE, "server", "--url", url, ...what, "-o", folder];
    // It exits with 1 when a check fails; what it wrote says which.
    const said = await promisify(execFile)(process.execPath, words, {
      timeout: LIMIT_MS,
      maxBuffer: Infinity,
    }).catch((error: { stdout: string; stderr: string }) => error);
    const checks = readChecks(folder);
    if (checks.size === 0)
      throw new Error(`the referee judged nothing at ${url}: ${said.stderr}${said.stdout}`);
    return checks;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
