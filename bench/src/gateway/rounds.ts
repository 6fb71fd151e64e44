import { median } from "../median.ts";
import type { Caller } from "./caller.ts";

/** How much is measured. */
export interface Effort {
  readonly rounds: number;
  /** Calls one after the other in a round. */
  readonly single: number;
  /** Calls in a round for each number of callers at the same time. */
  readonly together: number;
  readonly warmUp: number;
}

/** How many call at the same time. */
export const CROWDS: readonly number[] = [16, 64];

/** What was measured of one way: in milliseconds, and calls per second. */
export interface Figures {
  /** Medians of the rounds, in their order. */
  readonly medians: readonly number[];
  /** 99 of 100 calls took no longer. */
  readonly p99: number;
  /** For each crowd, the median of the rounds. */
  readonly speeds: readonly number[];
}

/** Measures callers in turns, every other round the other way round: what the machine does meanwhile slows all alike. */
export async function measureRounds(
  callers: readonly Caller[],
  { rounds, single, together, warmUp }: Effort,
): Promise<readonly Figures[]> {
  const found = callers.map(() => ({
    medians: [] as number[],
    times: [] as number[],
    speeds: CROWDS.map((): number[] => []),
  }));
  for (const caller of callers) await crowd(caller, 16, warmUp);
  const turns = [...callers.entries()];
  for (let round = 0; round < rounds; round += 1)
    for (const [index, caller] of round % 2 === 0 ? turns : turns.toReversed()) {
      const one = found[index] as (typeof found)[number];
      const times = await oneByOne(caller, single);
      one.medians.push(median(times));
      one.times.push(...times);
      for (const [place, size] of CROWDS.entries())
        one.speeds[place]?.push(await crowd(caller, size, together));
    }
  return found.map(({ medians, times, speeds }) => ({
    medians,
    p99: times.toSorted((left, right) => left - right)[Math.floor(times.length * 0.99)] ?? 0,
    speeds: speeds.map(median),
  }));
}

async function oneByOne({ call }: Caller, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let made = 0; made < count; made += 1) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  return times;
}

/** Calls per second of so many callers at the same time. */
async function crowd({ call }: Caller, size: number, count: number): Promise<number> {
  let left = count;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: size }, async () => {
      while (left > 0) {
        left -= 1;
        await call();
      }
    }),
  );
  return (count * 1000) / (performance.now() - start);
}
