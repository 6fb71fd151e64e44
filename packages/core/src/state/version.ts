/**
 * What kinds of things change: requests for approval, grants, what has been used of limits, blocks of tokens that were
 * revoked, and proofs of calls that were used.
 */
export type StateKind = "request" | "grant" | "usage" | "token" | "proof";

/**
 * One version of something that changes. Versions are only ever added. Texts are well-formed and have no U+0000, and
 * numbers are whole, or else a store may refuse them.
 */
export interface StateVersion {
  readonly kind: StateKind;
  /** What it is a version of. */
  readonly id: string;
  /** 1 for the first, and one more for each that follows. */
  readonly version: number;
  /**
   * What else it is found by, the same in all its versions: for a request, the digest of its call; for what was used of a
   * token's budget, when that is over.
   */
  readonly key: string;
  /** When it was made, in milliseconds since the Unix epoch; never before the version that it follows. */
  readonly time: number;
  /** What it says, as JSON. */
  readonly text: string;
}
