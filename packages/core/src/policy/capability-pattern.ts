import { FALSE, TRUE, type Truth, UNCERTAIN } from "./truth.ts";

/** A capability as a policy writes it: each segment a name, or `*` for any one segment. */
export type CapabilityPattern = readonly string[];

const PATTERN = /^(?:[A-Za-z0-9_-]+|\*)(?:\.(?:[A-Za-z0-9_-]+|\*))*$/;

/** Reads a pattern such as `shell.execute` or `filesystem.*`; undefined if it is not one. */
export function parseCapabilityPattern(text: string): CapabilityPattern | undefined {
  return PATTERN.test(text) ? text.toLowerCase().split(".") : undefined;
}

/**
 * Whether a pattern covers a request: true if they agree as far as the pattern goes, uncertain if the
 * request stops short of the pattern, so that nobody knows whether it is meant.
 */
export function coverage(pattern: CapabilityPattern, request: readonly string[]): Truth {
  const shared = Math.min(pattern.length, request.length);
  for (let index = 0; index < shared; index += 1) {
    const segment = pattern[index];
    if (segment !== "*" && segment !== request[index]) return FALSE;
  }
  return request.length < pattern.length ? UNCERTAIN : TRUE;
}

/**
 * Whether a pattern names concrete calls: no wildcard in its first two segments. Only then does a rule
 * assert that its calls carry the value its conditions read.
 */
export function isConcrete(pattern: CapabilityPattern): boolean {
  return pattern[0] !== "*" && pattern[1] !== "*";
}

/** Answers whether a pattern covers a concrete capability; undefined if `text` is not a pattern. */
export function capabilityMatcher(text: string): ((capability: string) => boolean) | undefined {
  const pattern = parseCapabilityPattern(text);
  return pattern && ((capability) => coverage(pattern, capability.split(".")) === TRUE);
}

/** Whether two patterns can cover the same request. */
export function overlaps(one: CapabilityPattern, other: CapabilityPattern): boolean {
  return one.every((segment, index) => {
    const opposite = other[index];
    return opposite === undefined || segment === "*" || opposite === "*" || segment === opposite;
  });
}
