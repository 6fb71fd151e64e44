import type { Site } from "./site.ts";

/** Who asks for the approved calls. */
export const PAYER = "payer";

/** What a process that uses approvals is told. */
export interface ApprovalsTask {
  readonly site: Site;
  /** The arguments of the calls. */
  readonly lines: readonly string[];
}
