import type { BenchmarkResult } from "../benchmark.ts";
import { median } from "../median.ts";
import { formatTable } from "../table.ts";
import type { TokenKind, Work } from "./contenders.ts";

/** Operations per second of each contender, in each round. */
export type Speeds = readonly (readonly number[])[];

interface Row {
  readonly name: string;
  readonly microseconds: number;
  /** How many times as long as CapFence's own it takes. */
  readonly times: number;
}

/** A table for people, and one object for programs. */
export function reportTokens(
  kinds: readonly TokenKind[],
  speeds: Readonly<Record<Work, Speeds>>,
  quick: boolean,
): BenchmarkResult {
  const names = kinds.map(({ name }) => name);
  const rows = {
    verify: rowsOf([...names, "three Ed25519 signatures"], speeds.verify),
    mint: rowsOf(names, speeds.mint),
    narrow: rowsOf(
      kinds.filter(({ narrow }) => narrow).map(({ name }) => name),
      speeds.narrow,
    ),
  };
  const share = rows.verify.at(-1)?.times ?? Number.NaN;
  const table = formatTable([
    ["", "takes", "times CapFence"],
    ...Object.entries(rows).flatMap(([work, ones]) =>
      ones.map(({ name, microseconds, times }) => [
        `${work}: ${name}`,
        `${microseconds.toFixed(0)} us`,
        times.toFixed(2),
      ]),
    ),
  ]);
  const text = `A call with a token that was narrowed once. CapFence: read, two blocks and the proof of the call verified, and judged.
Biscuit: read, two blocks verified, and judged, without a proof. JWT: one signature and the proof of a request (DPoP).
Nobody looks up whether a proof was used before. ${(100 * share).toFixed(0)} % of CapFence's time is Ed25519.

${table}

Characters that come with a call: ${kinds.map(({ name, characters }) => `${name} ${characters}`).join(", ")}.${quick ? "\nQUICK RUN: these numbers show that it works, not how fast it is." : ""}`;
  return {
    text,
    json: {
      benchmark: "token",
      unit: "us",
      quick,
      ed25519Share: share,
      characters: Object.fromEntries(kinds.map(({ name, characters }) => [name, characters])),
      ...Object.fromEntries(
        Object.entries(rows).map(([work, ones]) => [
          work,
          Object.fromEntries(ones.map(({ name, ...row }) => [name, row])),
        ]),
      ),
    },
  };
}

/** Ratios are of the same round: what else the machine did then slowed both. */
function rowsOf(names: readonly string[], speeds: Speeds): readonly Row[] {
  const [own = []] = speeds;
  return names.map((name, index) => {
    const others = speeds[index] ?? [];
    return {
      name,
      microseconds: 1e6 / median(others),
      times: median(others.map((speed, round) => (own[round] ?? Number.NaN) / speed)),
    };
  });
}
