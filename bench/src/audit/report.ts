import type { JsonObject } from "@capfence/core";
import type { BenchmarkResult } from "../benchmark.ts";
import { median } from "../median.ts";
import { formatTable } from "../table.ts";
import type { Verification } from "./verification.ts";

/** Decisions of CapFence, and rows of the database without it, in a second, for so many callers at once, by round. */
interface Level {
  readonly callers: number;
  readonly audited: readonly number[];
  readonly raw: readonly number[];
}

/** All that was measured on one database. */
export interface AuditResults {
  readonly engine: string;
  readonly levels: readonly Level[];
  /** Decisions per second of the governance toolkit, which keeps them in memory, by round. */
  readonly governance: {
    /** With a log of 10,000 entries, as it is by default. */
    readonly limited: readonly number[];
    readonly unlimited: readonly number[];
  };
  readonly verification: Verification;
}

/** A table for people, and one object for programs. */
export function reportAudit(
  results: readonly AuditResults[],
  { quick, inMemory }: { readonly quick: boolean; readonly inMemory: boolean },
): BenchmarkResult {
  const json: JsonObject = {
    benchmark: "audit",
    unit: "per second",
    quick,
    inMemory,
    engines: Object.fromEntries(results.map((result) => [result.engine, jsonOf(result)])),
  };
  const text = `Decisions per second, each durable when it is given, and the same rows in equal batches without CapFence.

${results.map(textOf).join("\n\n")}

CapFence signs a checkpoint every 256 records. The governance toolkit keeps its log in memory, unsigned.${inMemory ? "\nTHE TEMPORARY FOLDER IS IN MEMORY: set TMPDIR to a folder on a disk, or nothing is durable." : ""}${quick ? "\nQUICK RUN: these numbers show that it works, not how fast it is." : ""}`;
  return { text, json };
}

function jsonOf(result: AuditResults): JsonObject {
  const { levels, governance, verification } = result;
  return {
    callers: Object.fromEntries(
      levels.map(({ callers, audited, raw }) => [
        callers,
        {
          audited: round(median(audited)),
          raw: round(median(raw)),
          vsRaw: round(ratio(audited, raw)),
        },
      ]),
    ),
    growth: round(growthOf(result)),
    governanceToolkit: round(median(governance.limited)),
    vsGovernanceToolkit: round(ratio(mostOf(result), governance.limited)),
    governanceToolkitUnlimited: round(median(governance.unlimited)),
    vsGovernanceToolkitUnlimited: round(ratio(mostOf(result), governance.unlimited)),
    verification: {
      records: verification.records,
      bytesPerRecord: round(verification.bytesPerRecord),
      recordsPerSecond: round(verification.recordsPerSecond),
      readPerSecond: round(verification.readPerSecond),
    },
  };
}

function textOf(result: AuditResults): string {
  const { engine, levels, governance, verification } = result;
  const table = formatTable([
    [`${engine}, callers`, "CapFence", "rows alone", ""],
    ...levels.map(({ callers, audited, raw }) => [
      String(callers),
      speed(median(audited)),
      speed(median(raw)),
      `${ratio(audited, raw).toFixed(2)}x`,
    ]),
  ]);
  const [few = 0, many = 0] = [levels[0]?.callers, levels.at(-1)?.callers];
  const beside = (peer: readonly number[]): string =>
    `${speed(median(peer))}: ${ratio(mostOf(result), peer).toFixed(2)}x`;
  return `${table}

${many} callers beside ${few}: ${growthOf(result).toFixed(1)}x
${many} callers beside @microsoft/agent-governance-sdk, ${beside(governance.limited)}
  with a log that may grow without a limit, ${beside(governance.unlimited)}
verification of ${verification.records.toLocaleString("en-US")} records of ${Math.round(verification.bytesPerRecord)} bytes: ${speed(verification.recordsPerSecond)}; only reading them: ${speed(verification.readPerSecond)}`;
}

function growthOf(result: AuditResults): number {
  return ratio(mostOf(result), result.levels[0]?.audited ?? []);
}

/** The speeds for the most callers. */
function mostOf({ levels }: AuditResults): readonly number[] {
  return levels.at(-1)?.audited ?? [];
}

/** The median of the ratios of each round: its two sides were measured right after each other. */
function ratio(left: readonly number[], right: readonly number[]): number {
  return median(left.map((value, index) => value / (right[index] ?? Number.NaN)));
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function speed(value: number): string {
  return value >= 1e3 ? `${(value / 1e3).toFixed(1)} k` : value.toFixed(0);
}
