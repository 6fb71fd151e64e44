import type { JsonObject } from "@capfence/core";
import type { BenchmarkResult } from "../benchmark.ts";
import { formatTable } from "../table.ts";
import { type EngineName, matchName } from "./match.ts";
import { CONCENTRATED, GRAMMAR, GROWTH, SIZES } from "./groups.ts";

/** Tables and JSON of what was measured: for each group, decisions per second by `matchName`. */
export function reportDecide(
  speeds: ReadonlyMap<string, ReadonlyMap<string, number>>,
  quick: boolean,
): BenchmarkResult {
  const speed = (label: string, engine: EngineName, group = label): number | null =>
    speeds.get(group)?.get(matchName(label, engine)) ?? null;
  const row = (label: string): Row => {
    const capfence = speed(label, "capfence");
    const casl = speed(label, "casl");
    const casbin = speed(label, "casbin");
    const capfenceWithEvent = speed(label, "capfenceWithEvent");
    return {
      capfence,
      capfenceWithEvent,
      casl,
      casbin,
      vsCasl: ratio(capfence, casl),
      vsCasbin: ratio(capfence, casbin),
      withEventVsCasl: ratio(capfenceWithEvent, casl),
    };
  };
  const growth = ratio(speed("10", "capfence", GROWTH), speed("10000", "capfence", GROWTH));
  const concentrated = row(CONCENTRATED);
  const grammar = speed(GRAMMAR, "capfence");
  const rows = [
    ...SIZES.map((size) => [size, row(size)] as const),
    [CONCENTRATED, concentrated] as const,
  ];
  const json: JsonObject = {
    benchmark: "decide",
    unit: "decisions per second",
    quick,
    sizes: Object.fromEntries(SIZES.map((size) => [size, { ...row(size) }])),
    concentrated1000: {
      capfence: concentrated.capfence,
      casl: concentrated.casl,
      vsCasl: concentrated.vsCasl,
    },
    growth10to10000: growth,
    shellGrammar: { capfence: grammar },
    skipped: SKIPPED,
  };
  const table = formatTable([
    HEADER,
    ...rows.map(([label, cells]) => [label, ...formatRow(cells)]),
  ]);
  const text = `Decisions per second, one thread; ratios are CapFence : peer.

${table}

growth of a decision's cost from 10 to 10,000 rules: ${formatRatio(growth)}
${GRAMMAR}: ${formatSpeed(grammar)} with CapFence; no peer reads them

CapFence decides on events that exist; "+ event" makes each event (checked, copied, frozen) as part of the decision.
Peers take the request as it is; putting it into their shape is part of their decision.
"10000" with casbin is left out: it evaluates every rule, at well over 10 ms a decision.${quick ? "\nQUICK RUN: these numbers show that it works, not how fast it is." : ""}`;
  return { text, json };
}

interface Row {
  readonly capfence: number | null;
  readonly capfenceWithEvent: number | null;
  readonly casl: number | null;
  readonly casbin: number | null;
  readonly vsCasl: number | null;
  readonly vsCasbin: number | null;
  readonly withEventVsCasl: number | null;
}

const HEADER = [
  "rules",
  "CapFence",
  "+ event",
  "CASL",
  "casbin",
  ": CASL",
  ": casbin",
  "+ event : CASL",
];
const SKIPPED: readonly string[] = [
  "casbin at 10000 rules: it evaluates every rule, at well over 10 ms a decision",
];

function formatRow(row: Row): readonly string[] {
  return [
    ...[row.capfence, row.capfenceWithEvent, row.casl, row.casbin].map(formatSpeed),
    ...[row.vsCasl, row.vsCasbin, row.withEventVsCasl].map(formatRatio),
  ];
}

function ratio(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Number((one / other).toPrecision(4));
}

function formatSpeed(speed: number | null): string {
  if (speed === null) return "-";
  if (speed >= 1e6) return `${(speed / 1e6).toFixed(2)} M`;
  return speed >= 1e3 ? `${(speed / 1e3).toFixed(1)} k` : speed.toFixed(0);
}

function formatRatio(value: number | null): string {
  return value === null
    ? "-"
    : `${value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(2)}x`;
}
