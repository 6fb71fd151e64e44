import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Benchmark, BenchmarkResult } from "../benchmark.ts";
import type { Caller } from "./caller.ts";
import { openLogFloor } from "./log-floor.ts";
import { pathsWith } from "./paths.ts";
import { measureReadiness } from "./readiness.ts";
import { reportGateway } from "./report.ts";
import { type Effort, measureRounds } from "./rounds.ts";

const BUILT = join(import.meta.dirname, "../../../packages/cli/dist/main.js");
const FULL: Effort = { rounds: 11, single: 100, together: 480, warmUp: 1000 };
const QUICK: Effort = { rounds: 2, single: 10, together: 64, warmUp: 16 };
const TMPFS = 0x01021994;

/** What the gateway adds to a call of MCP, as it is published, with its log on disk. */
export const gatewayBenchmark: Benchmark = {
  name: "gateway",
  summary: "calls of MCP through the gateway beside calls without it, and through other proxies",
  run: ({ quick }) => {
    if (!existsSync(BUILT)) throw new Error(`${BUILT} does not exist; run pnpm build first`);
    return measureGateway([BUILT], quick);
  },
};

/** Measures the command that Node runs when it is given these parameters. */
export async function measureGateway(
  command: readonly string[],
  quick: boolean,
): Promise<BenchmarkResult> {
  const folder = mkdtempSync(join(tmpdir(), "capfence-bench-gateway-"));
  const callers: Caller[] = [];
  try {
    const readiness = await measureReadiness(folder, command, quick ? 1 : 21);
    const paths = pathsWith(command);
    for (const [index, path] of paths.entries()) {
      const own = join(folder, String(index));
      mkdirSync(own);
      callers.push(await path.open(own));
    }
    callers.push(openLogFloor(folder));
    const figures = await measureRounds(callers, quick ? QUICK : FULL);
    const inMemory = statfsSync(folder).type === TMPFS;
    return reportGateway({ paths, figures, readiness }, { quick, inMemory });
  } finally {
    await Promise.all(callers.map((caller) => caller.close()));
    rmSync(folder, { recursive: true, maxRetries: 3 });
  }
}
