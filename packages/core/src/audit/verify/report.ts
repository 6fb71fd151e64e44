import type { Hash } from "../merkle/hash.ts";
import type { AcceptedLoss } from "../record.ts";
import type { AuditFinding } from "./finding.ts";
import type { SegmentLink } from "./segment-link.ts";

/** What is known of one writer's log after it was read. */
export interface WriterReport {
  readonly writer: string;
  /** How many records there are. */
  readonly size: number;
  /** The root over them (RFC 6962); undefined where not every one of them is known. */
  readonly root: Hash | undefined;
  /** The name of the key that signs it; undefined for a log without signatures. */
  readonly key: string | undefined;
  /** Over how many records the last checkpoint is that fits, and when it was made. */
  readonly checkpointed: number;
  readonly checkpointTime: string | undefined;
  /** Up to where somebody outside vouches for it: by a checkpoint, or by one over a writer that came later. */
  readonly anchored: number;
  /** Whether the writer said that nothing follows. */
  readonly closed: boolean;
}

/** What a store's logs look like after every entry was read. */
export interface VerificationReport {
  readonly intact: boolean;
  readonly entries: number;
  /** In the order in which they opened. */
  readonly writers: readonly WriterReport[];
  /** What was missing when somebody opened a log all the same; it is recorded, and not a finding. */
  readonly acceptedLosses: readonly AcceptedLoss[];
  /** The sealed logs that this one goes on from, where there are any; they are not looked at. */
  readonly continues?: readonly SegmentLink[];
  /** The first findings, at most 100. */
  readonly findings: readonly AuditFinding[];
  readonly findingCount: number;
}
