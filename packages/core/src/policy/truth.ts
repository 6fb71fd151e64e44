/**
 * What became of a condition or a rule: false, uncertain (it could not be evaluated), or true.
 *
 * Ordered so that Kleene's AND is the smaller of two values and OR the larger.
 */
export type Truth = 0 | 1 | 2;

/** A truth spelled out for people and for JSON. */
export type TruthName = "true" | "uncertain" | "false";

const NAMES = ["false", "uncertain", "true"] as const;

/** The name of a truth. */
export function nameOfTruth(truth: Truth): TruthName {
  return NAMES[truth];
}

/** Surely does not hold. */
export const FALSE = 0 as const;
/** Could not be evaluated, or may be either. */
export const UNCERTAIN = 1 as const;
/** Surely holds. */
export const TRUE = 2 as const;

/** Kleene's NOT: what is uncertain stays so. */
export function not(truth: Truth): Truth {
  return (TRUE - truth) as Truth;
}
