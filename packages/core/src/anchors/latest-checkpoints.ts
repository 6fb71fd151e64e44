import type { CheckpointLine } from "./checkpoint-line.ts";

/**
 * Of checkpoints in the order in which they came, the latest of each log that no other covers; where a log went back,
 * also the one from which it did.
 */
export function latestCheckpoints(lines: Iterable<CheckpointLine>): readonly CheckpointLine[] {
  const logs = new Map<string, CheckpointLine[]>();
  const covered = new Map<string, number>();
  for (const line of lines) {
    const before = logs.get(line.origin) ?? [];
    const last = before.at(-1);
    // Two checkpoints of one size may be two histories; so may a smaller one behind a larger one.
    if (last !== undefined && line.size > last.size) before.pop();
    if (last?.note !== line.note) logs.set(line.origin, [...before, line]);
    for (const { origin, size } of line.covers)
      if (origin !== line.origin) covered.set(origin, Math.max(size, covered.get(origin) ?? 0));
  }
  return [...logs.values()].flat().filter(({ origin, size }) => size > (covered.get(origin) ?? -1));
}
