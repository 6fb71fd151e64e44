import { Desk } from "./desk.ts";
import type { PausingHarness } from "./harness.ts";

/** One sentence about every adapter that pauses, and the test of it. */
export interface PausingCase {
  readonly name: string;
  /** Rejects where the agents of the desk do not keep to the sentence. */
  readonly run: (desk: Desk) => Promise<void>;
}

/** Tests one sentence on the agents of a harness, and closes what it opened. */
export async function runPausingCase(harness: PausingHarness, { run }: PausingCase): Promise<void> {
  const desk = new Desk(harness);
  try {
    await run(desk);
  } finally {
    await desk.close();
  }
}
