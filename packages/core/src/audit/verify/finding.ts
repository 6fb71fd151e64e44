/** What can be wrong with a log; there is nothing else that verification says. */
export const FINDING_KINDS = [
  "edited",
  "missing",
  "inserted",
  "truncated",
  "rewritten",
  "fork",
  "bad_signature",
  "stale",
  "gap",
] as const;

/**
 * - `edited`: a record is not what was recorded in its place.
 * - `missing`: records between others are gone.
 * - `inserted`: there are records that were not recorded there.
 * - `truncated`: a log ends before a checkpoint or another writer says that it does.
 * - `rewritten`: records up to a checkpoint fit each other, but not the checkpoint.
 * - `fork`: two signed checkpoints of one log contradict each other.
 * - `bad_signature`: a checkpoint is not signed by a key that is trusted.
 * - `stale`: no checkpoint is as new as it should be.
 * - `gap`: nothing is left of a writer that there was.
 */
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One thing wrong with a log, and where. */
export interface AuditFinding {
  readonly kind: FindingKind;
  /** Whose log; missing where it is about none in particular. */
  readonly writer?: string;
  /** The first record that it is about. */
  readonly seq?: number;
  /** The last one, where there are several. */
  readonly last?: number;
  readonly message: string;
}
