import type { Site } from "./site.ts";

/** What a process that appends records is told. */
export interface AppendTask {
  readonly site: Site;
  /** What the records are named for. */
  readonly name: string;
  readonly count: number;
}
