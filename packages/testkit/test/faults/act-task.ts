import type { Site } from "./site.ts";

/** What a process that makes guarded calls is told. */
export interface ActTask {
  readonly site: Site;
  /** Who acts; the lines of its effects begin with it. */
  readonly name: string;
  /** How often it makes a few calls at once before it closes. */
  readonly rounds: number;
  /** After how many records there is a checkpoint. */
  readonly checkpointEvery: number;
  /** Milliseconds between rounds. */
  readonly pause?: number;
  /** How many characters more a recorded call has. */
  readonly ballast?: number;
  readonly acceptLoss?: boolean;
}
