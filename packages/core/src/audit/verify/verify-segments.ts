import { readSignedCheckpoint, writerOf } from "../note/signed-checkpoint.ts";
import type { KeptCheckpoint } from "./collect-claims.ts";
import type { VerificationReport } from "./report.ts";
import type { SegmentLink } from "./segment-link.ts";
import type { ReadableStore } from "../store.ts";
import { verifyLog, type VerifyOptions } from "./verify-log.ts";

/** A log to verify together with others, and what is known of it alone. */
export interface Segment {
  readonly store: ReadableStore;
  readonly onProgress?: VerifyOptions["onProgress"];
}

/**
 * Verifies a log and the sealed ones before it, newest first: each as `verifyLog` does, and that each of them ended as
 * the log that goes on from it says. A checkpoint that was kept outside is compared with the segment it is of.
 */
export async function verifySegments(
  segments: readonly Segment[],
  { checkpoints = [], freshness, ...options }: Omit<VerifyOptions, "onProgress" | "links">,
): Promise<readonly VerificationReport[]> {
  const openings: ReadonlySet<string>[] = [];
  for (const { store } of segments)
    openings.push(new Set((await store.openings()).map(({ writer }) => writer)));
  const reports: VerificationReport[] = [];
  let links: readonly SegmentLink[] = [];
  for (const [index, { store, onProgress }] of segments.entries()) {
    const writers = openings[index];
    // What is of none of them is missed in the newest.
    const own = checkpoints.filter((kept) => {
      const writer = writerIn(kept);
      const holds = (set: ReadonlySet<string> | undefined): boolean =>
        writer !== undefined && set?.has(writer) === true;
      // Where somebody put a copy of one log into another, the checkpoint is of both.
      return holds(writers) || (index === 0 && !openings.some(holds));
    });
    const report = await verifyLog(store, {
      ...options,
      checkpoints: own,
      ...(onProgress === undefined ? {} : { onProgress }),
      // Whoever wrote to a sealed log has stopped.
      ...(index === 0
        ? freshness && { freshness }
        : { links: links.filter(({ writer }) => writers?.has(writer)) }),
    });
    links = [...links, ...(report.continues ?? [])];
    reports.push(report);
  }
  return reports;
}

function writerIn({ note }: KeptCheckpoint): string | undefined {
  const origin = readSignedCheckpoint(note)?.checkpoint.origin;
  return origin === undefined ? undefined : writerOf(origin);
}
