/**
 * What became of a condition or a rule: false, uncertain (it could not be evaluated), or true.
 *
 * Ordered so that Kleene's AND is the smaller of two values and OR the larger.
 */
export type Truth = 0 | 1 | 2;

export const FALSE = 0 as const;
export const UNCERTAIN = 1 as const;
export const TRUE = 2 as const;
