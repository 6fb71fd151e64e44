/** Something to be timed that has to be waited for, such as a disk. */
export interface WaitingContender {
  /** Gets ready for each run; not timed. */
  before?(): Promise<void>;
  /** Works once and returns how many operations that was. */
  run(): Promise<number>;
  /** Clears up after each run; not timed. */
  after?(): Promise<void>;
}

/**
 * Operations per second of each contender in each round. All take turns, every other round the other way round:
 * whatever else the machine does meanwhile slows all of them alike.
 */
export async function measureInTurns(
  contenders: readonly WaitingContender[],
  rounds: number,
): Promise<readonly (readonly number[])[]> {
  const speeds = contenders.map((): number[] => []);
  const turns = [...contenders.entries()];
  for (let round = 0; round < rounds; round += 1)
    for (const [index, contender] of round % 2 === 0 ? turns : turns.toReversed()) {
      await contender.before?.();
      const start = performance.now();
      const operations = await contender.run();
      speeds[index]?.push((operations * 1000) / (performance.now() - start));
      await contender.after?.();
    }
  return speeds;
}
