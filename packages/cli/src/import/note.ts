import type { PolicyProblem } from "@capfence/core";

/**
 * What became of something in a policy that is imported: `carried` over as it was meant, `narrowed` to what lets less
 * through, or `left_out`, so that somebody has to look at it.
 */
export type Fate = "carried" | "narrowed" | "left_out";

/** What became of something, and where it stood. */
export interface Note extends PolicyProblem {
  readonly fate: Fate;
}
