import { median } from "./median.ts";

/** One thing to be timed. */
export interface Contender {
  /** How many operations one `run` is. */
  readonly operations: number;
  /** Returns something that depends on the work, so that none of it can be left out. */
  run(): unknown;
}

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  readonly warmUpMilliseconds: number;
  readonly sampleMilliseconds: number;
}

/**
 * Operations per second of each contender: the median over rounds in which all take turns, so that
 * whatever else the machine does meanwhile slows all of them alike.
 */
export function measureInterleaved(
  contenders: readonly Contender[],
  { rounds, warmUpMilliseconds, sampleMilliseconds }: Effort,
): readonly number[] {
  for (const contender of contenders) sample(contender, warmUpMilliseconds);
  const samples = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (let turn = 0; turn < contenders.length; turn += 1) {
      // Nobody always comes after the same neighbour's garbage.
      const index =
        (turn * (round % 2 === 0 ? 1 : -1) + round + contenders.length * rounds) %
        contenders.length;
      samples[index]?.push(sample(contenders[index] as Contender, sampleMilliseconds));
    }
  return samples.map(median);
}

/** Operations per second over at least this long. */
function sample(contender: Contender, milliseconds: number): number {
  const start = performance.now();
  let runs = 0;
  let elapsed = 0;
  do {
    contender.run();
    runs += 1;
    elapsed = performance.now() - start;
  } while (elapsed < milliseconds);
  return (runs * contender.operations * 1000) / elapsed;
}
