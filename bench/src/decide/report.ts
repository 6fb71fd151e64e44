import type { JsonObject } from "@capfence/core";
import type { BenchmarkResult } from "../benchmark.ts";
import { formatTable } from "../table.ts";

/** Decisions per second of two engines that took turns. */
export interface Pair {
  readonly one: number;
  readonly other: number;
}

/** CapFence at one size: beside CASL, with events made beside CASL, and beside casbin where that ends. */
export interface SizeResults {
  readonly casl: Pair;
  readonly withEvent: Pair;
  readonly casbin: Pair | undefined;
}

/** All that was measured. */
export interface DecideResults {
  readonly sizes: readonly (readonly [size: string, SizeResults])[];
  readonly concentrated: Pair;
  /** How many times a decision costs at 10,000 rules what it costs at 10. */
  readonly growth: number;
  /** Decisions per second where commands take a parser. */
  readonly grammar: number;
}

const HEADER = ["rules", "CapFence", "CASL", "", "+ event", "", "casbin", ""];
const SKIPPED = "casbin at 10000 rules: it evaluates every rule, at well over 10 ms a decision";

/** Tables for people, and one object for programs. */
export function reportDecide(results: DecideResults, quick: boolean): BenchmarkResult {
  const { sizes, concentrated, growth, grammar } = results;
  const json: JsonObject = {
    benchmark: "decide",
    unit: "decisions per second",
    quick,
    sizes: Object.fromEntries(sizes.map(([size, row]) => [size, jsonOf(row)])),
    concentrated1000: {
      capfence: round(concentrated.one),
      casl: round(concentrated.other),
      vsCasl: ratio(concentrated),
    },
    growth10to10000: Number(growth.toPrecision(4)),
    shellGrammar: { capfence: round(grammar) },
    skipped: [SKIPPED],
  };
  const table = formatTable([
    HEADER,
    ...sizes.map(([size, row]) => [size, ...cellsOf(row)]),
    ["1000 on one capability", ...pairCells(concentrated)],
  ]);
  const text = `Decisions per second on one thread. A ratio is of CapFence to the peer before it, both having taken turns.

${table}

growth of a decision's cost from 10 to 10,000 rules: ${formatRatio(growth)}
4 rules, quoted and piped commands, whose grammar CapFence reads and no peer does: ${formatSpeed(grammar)}

CapFence decides on events that exist; "+ event" makes each (checked, copied, frozen) first; its ratio is to CASL.
Peers take the request as it is; putting it into their shape is part of their decision.
Left out: ${SKIPPED}.${quick ? "\nQUICK RUN: these numbers show that it works, not how fast it is." : ""}`;
  return { text, json };
}

function jsonOf({ casl, withEvent, casbin }: SizeResults): JsonObject {
  return {
    capfence: round(casl.one),
    casl: round(casl.other),
    vsCasl: ratio(casl),
    capfenceWithEvent: round(withEvent.one),
    withEventVsCasl: ratio(withEvent),
    casbin: casbin === undefined ? null : round(casbin.other),
    vsCasbin: casbin === undefined ? null : ratio(casbin),
  };
}

function cellsOf({ casl, withEvent, casbin }: SizeResults): readonly string[] {
  const beside = [formatSpeed(withEvent.one), formatRatio(ratio(withEvent))];
  const last =
    casbin === undefined ? ["-", "-"] : [formatSpeed(casbin.other), formatRatio(ratio(casbin))];
  return [...pairCells(casl), ...beside, ...last];
}

function pairCells(pair: Pair): readonly string[] {
  return [formatSpeed(pair.one), formatSpeed(pair.other), formatRatio(ratio(pair))];
}

function ratio({ one, other }: Pair): number {
  return Number((one / other).toPrecision(4));
}

function round(speed: number): number {
  return Number(speed.toPrecision(4));
}

function formatSpeed(speed: number): string {
  if (speed >= 1e6) return `${(speed / 1e6).toFixed(2)} M`;
  return speed >= 1e3 ? `${(speed / 1e3).toFixed(1)} k` : speed.toFixed(0);
}

function formatRatio(value: number): string {
  return value >= 100 ? `${Math.round(value).toLocaleString("en-US")}x` : `${value.toFixed(2)}x`;
}
