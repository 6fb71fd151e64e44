import type { BenchmarkResult } from "../benchmark.ts";
import { formatTable } from "../table.ts";

/** The slowest decision on one kind of input. */
export interface KindResult {
  readonly kind: string;
  readonly milliseconds: number;
  readonly answer: string;
  /** Length of the payload as JSON. */
  readonly size: number;
}

interface Run {
  readonly tried: number;
  readonly seed: number;
  /** Conditions of the language that this release does not evaluate. */
  readonly missing: readonly string[];
}

/** No decision may take longer. */
const LIMIT = 100;
const SHOWN = 25;

/** What was found, slowest first. */
export function reportFuzz(found: readonly KindResult[], run: Run): BenchmarkResult {
  const results = found.toSorted((one, other) => other.milliseconds - one.milliseconds);
  const over = results.filter(({ milliseconds }) => milliseconds > LIMIT);
  const rows = results
    .slice(0, Math.max(SHOWN, over.length))
    .map(({ kind, milliseconds, size, answer }) => [
      kind,
      milliseconds.toFixed(1),
      `${size}`,
      answer,
    ]);
  const text = [
    `${run.tried} decisions on ${results.length} kinds of hostile input, seed ${run.seed}`,
    run.missing.length === 0 ? "" : `not evaluated by this release: ${run.missing.join(", ")}\n`,
    formatTable([["slowest by kind", "CPU ms", "JSON characters", "answer"], ...rows]),
    "",
    over.length === 0
      ? `no decision took longer than ${LIMIT} ms`
      : `${over.length} kinds took longer than ${LIMIT} ms`,
  ].join("\n");
  const json = {
    ...run,
    missing: [...run.missing],
    over: over.length,
    results: results.map((one) => ({ ...one })),
  };
  return { text, json };
}
