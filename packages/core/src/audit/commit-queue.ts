import { afterThisTurn } from "#platform";
import type { MaybePromise } from "../maybe-promise.ts";
import type { Change, CommitResult } from "./change.ts";

interface Waiting {
  readonly change: Change;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (reason: unknown) => void;
}

/** Makes changes durable in one transaction; gives what became of each. */
export type CommitChanges = (changes: readonly Change[]) => MaybePromise<readonly CommitResult[]>;

/** How long a change that nobody waits for may wait itself, in milliseconds. */
const LONGEST_WAIT = 10;

/** Commits changes in the order they are submitted; callers that wait at the same time share one transaction. */
export class CommitQueue {
  readonly #commit: CommitChanges;
  #waiting: Waiting[] = [];
  #running = false;
  /** Runs while all that wait are in no hurry. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(commit: CommitChanges) {
    this.#commit = commit;
  }

  /** Whether changes wait or are on their way. */
  get isBusy(): boolean {
    return this.#running || this.#waiting.length > 0;
  }

  /**
   * Resolves once the change is durable; rejects, with all that shared its transaction or waited behind it, if it cannot
   * be. One that is in no hurry goes with the next that is, or by itself after 10 milliseconds.
   */
  submit(
    change: Change,
    { hurry = true }: { readonly hurry?: boolean } = {},
  ): Promise<CommitResult> {
    const submitted = new Promise<CommitResult>((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
    });
    if (this.#running) return submitted;
    if (hurry) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), LONGEST_WAIT);
    return submitted;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = true;
    // Whoever else asks in this turn goes along, whichever way its call took until here.
    afterThisTurn(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const results = await this.#commit(batch.map((waiting) => waiting.change));
        batch.forEach((waiting, index) => waiting.resolve(results[index]));
      } catch (error) {
        // What came in meanwhile was meant to follow a batch that is not there.
        const followers = this.#waiting;
        this.#waiting = [];
        for (const waiting of [...batch, ...followers]) waiting.reject(error);
      }
    }
    this.#running = false;
  }
}
