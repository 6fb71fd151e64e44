/** How bad something is, least first. */
export const SEVERITIES = ["info", "low", "medium", "high", "critical"] as const;

/** How bad something is. */
export type Severity = (typeof SEVERITIES)[number];

/** Whether one is at least as bad as another. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

/** The worst of them; undefined for none. */
export function worstOf(severities: Iterable<Severity>): Severity | undefined {
  return [...severities].reduce<Severity | undefined>(
    (worst, one) => (worst !== undefined && isAtLeast(worst, one) ? worst : one),
    undefined,
  );
}
