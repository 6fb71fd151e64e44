import type { JsonObject } from "@capfence/core";
import type { BenchmarkResult } from "../benchmark.ts";
import { formatTable } from "../table.ts";
import type { Limits } from "./limits.ts";
import { PEER_SIZES, type PeerRow } from "./peers.ts";

/** Decisions per second of two engines that took turns. */
export interface Pair {
  readonly one: number;
  readonly other: number;
}

/** CapFence at one size: beside CASL, with events made beside CASL, and beside parsing the request's text. */
export interface SizeResults {
  readonly casl: Pair;
  readonly withEvent: Pair;
  readonly jsonParse: Pair;
}

/** All that was measured. */
export interface DecideResults {
  readonly sizes: readonly (readonly [size: string, SizeResults])[];
  readonly peers: readonly PeerRow[];
  readonly concentrated: Pair;
  /** How many times a decision costs at 10,000 rules what it costs at 10. */
  readonly growth: number;
  /** Decisions per second where commands take a parser. */
  readonly grammar: number;
  readonly limits: Limits;
}

const HEADER = ["rules", "CapFence", "CASL", "", "+ event", "", "JSON.parse", ""];

/** Tables for people, and one object for programs. */
export function reportDecide(results: DecideResults, quick: boolean): BenchmarkResult {
  const { sizes, peers, concentrated, growth, grammar, limits } = results;
  const json: JsonObject = {
    benchmark: "decide",
    unit: "decisions per second",
    quick,
    sizes: Object.fromEntries(sizes.map(([size, row]) => [size, jsonOf(row)])),
    peers: Object.fromEntries(peers.map((row) => [row.engine, peerJson(row)])),
    concentrated1000: {
      capfence: round(concentrated.one),
      casl: round(concentrated.other),
      vsCasl: ratio(concentrated),
    },
    growth10to10000: Number(growth.toPrecision(4)),
    shellGrammar: { capfence: round(grammar) },
    latencyMicroseconds: Object.fromEntries(
      Object.entries(limits.latencies).map(([name, { median, p99 }]) => [name, { median, p99 }]),
    ),
    nanosecondsPerCharacter: limits.characters,
  };
  const table = formatTable([
    HEADER,
    ...sizes.map(([size, row]) => [size, ...cellsOf(row)]),
    ["1000 on one capability", ...pairCells(concentrated)],
  ]);
  const peerTable = formatTable([
    ["times as fast as", ...PEER_SIZES.map((size) => `${size} rules`)],
    ...peers.map(({ name, pairs }) => [name, ...pairs.map((pair) => formatRatio(ratio(pair)))]),
  ]);
  const latencies = formatTable([
    ["one decision", "median", "p99"],
    ...Object.entries(limits.latencies).map(([name, { median, p99 }]) => [
      name,
      `${median.toFixed(1)} us`,
      `${p99.toFixed(1)} us`,
    ]),
  ]);
  const characters = formatTable([
    ["a million characters, 5,000 literals", "ns/character"],
    ...Object.entries(limits.characters).map(([name, cost]) => [name, cost.toFixed(1)]),
  ]);
  const text = `Decisions per second on one thread. A ratio is of CapFence to the peer before it, both having taken turns.

${table}

${peerTable}

${latencies}

${characters}

growth of a decision's cost from 10 to 10,000 rules: ${formatRatio(growth)}
4 rules, quoted and piped commands, whose grammar CapFence reads and no peer does: ${formatSpeed(grammar)}

CapFence decides on events that exist; "+ event" makes each (checked, copied, frozen) first; its ratio is to CASL.
JSON.parse decides nothing: it reads the text of the request. Peers take the request as it is; putting it into
their shape is part of their decision.${quick ? "\nQUICK RUN: these numbers show that it works, not how fast it is." : ""}`;
  return { text, json };
}

function peerJson({ pairs }: PeerRow): JsonObject {
  return Object.fromEntries(
    pairs.map((pair, index) => [
      PEER_SIZES[index] ?? "",
      { capfence: round(pair.one), peer: round(pair.other), times: ratio(pair) },
    ]),
  );
}

function jsonOf({ casl, withEvent, jsonParse }: SizeResults): JsonObject {
  return {
    capfence: round(casl.one),
    casl: round(casl.other),
    vsCasl: ratio(casl),
    capfenceWithEvent: round(withEvent.one),
    withEventVsCasl: ratio(withEvent),
    jsonParse: round(jsonParse.other),
    vsJsonParse: ratio(jsonParse),
  };
}

function cellsOf({ casl, withEvent, jsonParse }: SizeResults): readonly string[] {
  const beside = [formatSpeed(withEvent.one), formatRatio(ratio(withEvent))];
  return [
    ...pairCells(casl),
    ...beside,
    formatSpeed(jsonParse.other),
    formatRatio(ratio(jsonParse)),
  ];
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
