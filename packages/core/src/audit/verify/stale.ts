import type { Findings } from "./findings.ts";
import type { WriterReport } from "./report.ts";

/** Reports the logs that may still be written and whose last checkpoint is older than it may be. */
export function reportStale(
  writers: readonly WriterReport[],
  { seconds, now }: { readonly seconds: number; readonly now: number },
  findings: Findings,
): void {
  for (const { writer, closed, checkpointTime, checkpointed } of writers) {
    const made = checkpointTime === undefined ? Number.NaN : Date.parse(checkpointTime);
    const age = (now - made) / 1000;
    // A time that cannot be read is as good as none.
    if (closed || age <= seconds) continue;
    const since = Number.isNaN(age)
      ? "there is no checkpoint"
      : `the last checkpoint is ${Math.round(age)} s old`;
    findings.add({
      kind: "stale",
      writer,
      seq: checkpointed,
      message: `${since}; at most ${seconds} s are asked for`,
    });
  }
  if (writers.length === 0)
    findings.add({ kind: "stale", message: "there is no checkpoint, as there is no log" });
}
