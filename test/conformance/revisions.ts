/** The revisions of the protocol that the gateway speaks, and how many checks the fixture passes and fails by itself. */
export const REVISIONS = {
  "2025-11-25": { passed: 84, failed: 0 },
  // The failures are those of an extension, tasks, that the fixture does not have.
  "2026-07-28": { passed: 164, failed: 30 },
} as const;

/** A revision of the protocol, as the referee names it. */
export type Revision = keyof typeof REVISIONS;
