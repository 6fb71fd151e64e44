import { randomUUID } from "node:crypto";

/** An approved call in the middle of which its upstream has asked for input. */
export interface Round {
  /** The request for approval that let the call through. */
  readonly approvalId: string;
  /** What the upstream wants back. */
  readonly state: string | undefined;
}

/** How many may be open at once; the oldest are forgotten, and then need an approval again. */
const MOST = 10_000;

/**
 * The approved calls that go on when their client comes back with what the upstream has asked for. Each goes on once,
 * in this process: after that, or after a restart, the call needs an approval again.
 */
export class Rounds {
  readonly #open = new Map<string, Round>();

  /** Notes a round, and gives the id that it goes on under. */
  add(round: Round): string {
    const [oldest] = this.#open.size < MOST ? [] : this.#open.keys();
    if (oldest !== undefined) this.#open.delete(oldest);
    const id = randomUUID();
    this.#open.set(id, round);
    return id;
  }

  /** The round with an id, if it is open. */
  get(id: string): Round | undefined {
    return this.#open.get(id);
  }

  /** As `get`; the round is used up by this. */
  take(id: string): Round | undefined {
    const round = this.#open.get(id);
    this.#open.delete(id);
    return round;
  }
}
