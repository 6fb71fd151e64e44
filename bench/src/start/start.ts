import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Benchmark, BenchmarkResult } from "../benchmark.ts";
import { median } from "../median.ts";
import { formatTable } from "../table.ts";

/** One program that is started and runs to its end. */
interface Start {
  readonly name: string;
  /** What Node is given. */
  readonly parameters: readonly string[];
  /** Whether it finds compiled code of a run before. */
  readonly again?: boolean;
}

const BUILT = join(import.meta.dirname, "../../../packages/cli/dist/main.js");

const POLICY = `deny:
  - capability: shell.execute
    command: { destructive: true }
  - capability: filesystem.read
    path_matches: ["/etc/**"]
allow: [shell.execute, filesystem.read]
`;

/** How long the command takes to start, as it is published. */
export const startBenchmark: Benchmark = {
  name: "start",
  summary: "starting the capfence command, as published, beside Node that runs nothing",
  run: ({ quick }) => {
    if (!existsSync(BUILT)) throw new Error(`${BUILT} does not exist; run pnpm build first`);
    return Promise.resolve(measureStart([BUILT], quick));
  },
};

/** Times the command that Node runs when it is given these parameters; `quick` times each start once. */
export function measureStart(command: readonly string[], quick: boolean): BenchmarkResult {
  const folder = mkdtempSync(join(tmpdir(), "capfence-bench-start-"));
  try {
    const policy = join(folder, "policy.yaml");
    writeFileSync(policy, POLICY);
    const starts: readonly Start[] = [
      { name: "node -e 0", parameters: ["-e", "0"] },
      { name: "capfence --version", parameters: [...command, "--version"] },
      { name: "capfence check-policy, first", parameters: [...command, "check-policy", policy] },
      {
        name: "capfence check-policy",
        parameters: [...command, "check-policy", policy],
        again: true,
      },
    ];
    // The first round fills the cache, and the file system's own.
    const samples = starts.map((start): number[] => (timeOf(start, folder), []));
    for (let round = 0; round < (quick ? 1 : 21); round += 1)
      for (const [index, start] of starts.entries()) samples[index]?.push(timeOf(start, folder));
    return report(starts, samples.map(median), quick);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds until a program has ended. */
function timeOf({ name, parameters, again = false }: Start, folder: string): number {
  const { NODE_COMPILE_CACHE: _on, NODE_DISABLE_COMPILE_CACHE: _off, ...others } = process.env;
  const off = again ? {} : { NODE_DISABLE_COMPILE_CACHE: "1" };
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, parameters, {
    cwd: folder,
    encoding: "utf8",
    env: { ...others, ...off, XDG_CACHE_HOME: join(folder, "cache") },
  });
  const took = performance.now() - began;
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  return took;
}

function report(
  starts: readonly Start[],
  medians: readonly number[],
  quick: boolean,
): BenchmarkResult {
  const [bare = Number.NaN] = medians;
  const rows = starts.map(({ name }, index) => {
    const milliseconds = medians[index] ?? Number.NaN;
    return { name, milliseconds, more: milliseconds - bare, times: milliseconds / bare };
  });
  const table = formatTable([
    ["start", "takes", "beyond Node", "times"],
    ...rows.map(({ name, milliseconds, more, times }) => [
      name,
      `${milliseconds.toFixed(0)} ms`,
      `${more.toFixed(0)} ms`,
      times.toFixed(2),
    ]),
  ]);
  const text = `Starting a program and waiting until it has ended. First: without compiled code kept by a run before.\n\n${table}`;
  return {
    text,
    json: {
      benchmark: "start",
      unit: "ms",
      quick,
      starts: Object.fromEntries(rows.map(({ name, ...row }) => [name, row])),
    },
  };
}
