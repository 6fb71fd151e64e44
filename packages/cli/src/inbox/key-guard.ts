/** For how long nobody may have pressed a key before keys are taken, in milliseconds. */
const QUIET = 400;

/** The time and the order in which things happen. */
export interface KeyTimes {
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
  /** Runs something once all that has arrived together is through. */
  readonly afterwards: (run: () => void) => void;
}

/**
 * Decides which keys were pressed for what is on the screen: none that comes right after it appeared, since that was
 * meant for what was there before, and none that arrives together with another, as in a paste.
 */
export class KeyGuard {
  readonly #times: KeyTimes;
  #from: number;
  #together = false;
  #open = false;

  constructor(times: KeyTimes) {
    this.#times = times;
    this.#from = times.now() + QUIET;
  }

  /** Whether keys are taken; once they are, they always are. */
  get open(): boolean {
    this.#open ||= this.#times.now() >= this.#from;
    return this.#open;
  }

  /** Takes note of a key, and says whether it counts. */
  takes(): boolean {
    const pasted = this.#together;
    this.#together = true;
    this.#times.afterwards(() => {
      this.#together = false;
    });
    if (this.open) return !pasted;
    this.#from = this.#times.now() + QUIET;
    return false;
  }
}
