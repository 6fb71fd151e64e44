import type { OpenRecord } from "../record.ts";
import type { Claim } from "./claim.ts";
import type { Findings } from "./findings.ts";
import type { SettledLog } from "./settle-log.ts";

/** What a log says of the sealed one that it goes on from. */
export interface SegmentLink {
  /** The writer that ended the sealed log, how many records it has, and the leaf hash of the last, in hex. */
  readonly writer: string;
  readonly size: number;
  readonly head: string;
  /** The name that the sealed file had. */
  readonly segment: string;
  /** The writer that says so, and whether somebody outside vouches for that one. */
  readonly by: string;
  readonly anchored: boolean;
}

/** The sealed logs that open records name. */
export function segmentLinks(
  opens: Iterable<OpenRecord>,
  anchored: ReadonlyMap<string, number>,
): readonly SegmentLink[] {
  return [...opens].flatMap(({ writer: by, roster }) =>
    roster.flatMap(({ writer, size, head, segment }) =>
      segment === undefined
        ? []
        : { writer, size, head, segment, by, anchored: (anchored.get(by) ?? 0) > 0 },
    ),
  );
}

/** What the logs after it say of a sealed one. */
export function linkClaims(links: readonly SegmentLink[]): readonly Claim[] {
  return links.map(({ writer, size, head, by }) => ({
    writer,
    size,
    head,
    by,
    source: `writer ${by} of the log that goes on from it`,
  }));
}

/**
 * Says what stands in a sealed log and was not there when it was sealed: whoever opens a log says how far those
 * before him have come, and the last one is named by the log that goes on.
 */
export function reportAfterSeal(
  links: readonly SegmentLink[],
  opens: Iterable<OpenRecord>,
  { logs, findings }: { readonly logs: readonly SettledLog[]; readonly findings: Findings },
): void {
  const [link] = links;
  if (link === undefined) {
    findings.add({ kind: "gap", message: "none of the later logs goes on from this one" });
    return;
  }
  // All rosters together say how far everybody had come.
  const ended = new Map<string, number>([[link.writer, link.size]]);
  for (const { roster } of opens)
    for (const { writer, size } of roster)
      ended.set(writer, Math.max(size, ended.get(writer) ?? 0));
  for (const { log, size } of logs) {
    const { writer } = log.facts;
    const end = ended.get(writer) ?? 0;
    if (size > end && !findings.concern(writer))
      findings.add({
        kind: "inserted",
        writer,
        seq: end + 1,
        last: size,
        message: `records ${end + 1} to ${size} were not there when the log was sealed`,
      });
  }
}
