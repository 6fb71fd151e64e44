/** Whether the long share was asked for, with `CAPFENCE_ASSURANCE=full`. */
const FULL = process.env["CAPFENCE_ASSURANCE"] === "full";

/** How often a property is tried: `quick` times with every test run, `full` times when the long share was asked for. */
export function runs(quick: number, full: number): { readonly numRuns: number } {
  return { numRuns: FULL ? full : quick };
}

/** How long a property may take, in milliseconds. */
export const TIME: number = FULL ? 1_800_000 : 60_000;
