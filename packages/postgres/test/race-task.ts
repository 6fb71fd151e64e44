import type { Race } from "../../testkit/test/faults/race.ts";

/** What a process that takes part in a race is told. */
export interface RaceTask {
  readonly connectionString: string;
  readonly schema: string;
  /** The private key that signs. */
  readonly key: string;
  readonly race: Race;
}
