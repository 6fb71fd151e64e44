const FULL = process.env["CAPFENCE_ASSURANCE"] === "full";

/** How often a fault is tried: `quick` times with every test run, `full` times with `CAPFENCE_ASSURANCE=full`. */
export function share(quick: number, full: number): number {
  return FULL ? full : quick;
}

/** How long a test of faults may take, in milliseconds. */
export const TIME: number = share(120_000, 3_600_000);

/** Prints what the long share came to. */
export function report(figures: string): void {
  if (FULL) console.log(figures);
}
