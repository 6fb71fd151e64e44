import { type MaybePromise, type VerifyOptions, verifySegments } from "@capfence/core";
import type { Terminal } from "../terminal.ts";
import { type Report, withUnreadable } from "./examine.ts";
import type { LogSource } from "./log-source.ts";
import { Progress } from "./progress.ts";

/** Verifies a log and the sealed ones before it, newest first, each also by what the log after it says of it. */
export async function examineSegments(
  opens: readonly (() => MaybePromise<LogSource>)[],
  options: VerifyOptions,
  terminal: Terminal,
): Promise<readonly Report[]> {
  const sources: LogSource[] = [];
  try {
    for (const open of opens) sources.push(await open());
    const total = sources.reduce((sum, source) => sum + source.total, 0);
    const progress = await Progress.create(total, terminal);
    try {
      let before = 0;
      const segments = sources.map((store) => {
        const start = before;
        before += store.total;
        const onProgress = (entries: number): void =>
          progress.update(start + store.position(entries));
        return { store, onProgress };
      });
      const reports = await verifySegments(segments, options);
      return reports.map((report, index) =>
        withUnreadable(report, sources[index]?.unreadable ?? []),
      );
    } finally {
      progress.stop();
    }
  } finally {
    for (const source of sources) await source.close();
  }
}

/** The sealed logs that some go on from and that are not among them, by name. */
export function unseenSegments(reports: readonly Report[]): readonly string[] {
  const seen = new Set(reports.flatMap(({ writers }) => writers.map(({ writer }) => writer)));
  const unseen = reports
    .flatMap(({ continues = [] }) => continues)
    .filter(({ writer }) => !seen.has(writer));
  return [...new Set(unseen.map(({ segment }) => segment))];
}
