import type { JsonObject } from "@capfence/core";
import type { BenchmarkResult } from "../benchmark.ts";
import { median } from "../median.ts";
import { formatTable } from "../table.ts";
import type { Path } from "./paths.ts";
import type { Readiness } from "./readiness.ts";
import { CROWDS, type Figures } from "./rounds.ts";

/** All that was measured; the last figures are those of the log alone. */
export interface GatewayResults {
  readonly paths: readonly Path[];
  readonly figures: readonly Figures[];
  readonly readiness: Readiness;
}

interface Row {
  readonly name: string;
  readonly p50: number;
  readonly p99: number;
  readonly addedP50: number | null;
  readonly addedP99: number | null;
  readonly speeds: readonly number[];
}

const LOG = "the log alone";

/** A table for people, and one object for programs. */
export function reportGateway(
  { paths, figures, readiness }: GatewayResults,
  { quick, inMemory }: { readonly quick: boolean; readonly inMemory: boolean },
): BenchmarkResult {
  const byName = new Map(paths.map(({ name }, index) => [name, figures[index] as Figures]));
  const rows = paths.map(({ name, direct }) =>
    rowOf(name, byName.get(name) as Figures, name === direct ? undefined : byName.get(direct)),
  );
  rows.push(rowOf(LOG, figures.at(-1) as Figures, undefined));
  const table = formatTable([
    ["a call", "p50", "p99", "added p50", "added p99", ...CROWDS.map((size) => `${size} callers`)],
    ...rows.map(({ name, p50, p99, addedP50, addedP99, speeds }) => [
      name,
      ...[p50, p99, addedP50, addedP99].map(milliseconds),
      ...speeds.map((speed) => `${speed.toFixed(0)}/s`),
    ]),
  ]);
  const more = readiness.wrap - readiness.node;
  const text = `Calls of a tool that answers at once. CapFence judges each and has its decision on disk before the call is made; its
outcome goes there with the next decision, or within 10 ms. The others relay. Added: to the same call without anything
between. "${LOG}" is what the commit of a decision and an outcome takes by itself, without a call.

${table}

\`capfence mcp wrap\` answers its first message ${more.toFixed(0)} ms after Node that runs nothing (${readiness.node.toFixed(0)} ms).${inMemory ? "\nThe log was in memory, not on a disk: set TMPDIR to a folder on a disk." : ""}${quick ? "\nQUICK RUN: these numbers show that it works, not how fast it is." : ""}`;
  const json: JsonObject = {
    benchmark: "gateway",
    unit: "ms, calls per second",
    quick,
    inMemory,
    paths: Object.fromEntries(
      rows.map(({ name, speeds, ...row }) => [
        name,
        { ...row, speeds: Object.fromEntries(CROWDS.map((size, at) => [size, speeds[at] ?? 0])) },
      ]),
    ),
    ready: { ...readiness, more },
  };
  return { text, json };
}

function rowOf(name: string, { medians, p99, speeds }: Figures, beside: Figures | undefined): Row {
  const added = beside && medians.map((one, round) => one - (beside.medians[round] ?? 0));
  return {
    name,
    p50: median(medians),
    p99,
    addedP50: added === undefined ? null : median(added),
    addedP99: beside === undefined ? null : p99 - beside.p99,
    speeds,
  };
}

function milliseconds(value: number | null): string {
  return value === null ? "" : `${value.toFixed(2)} ms`;
}
