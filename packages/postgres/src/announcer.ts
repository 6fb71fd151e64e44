/** How often a log is announced at most, in milliseconds. */
const PAUSE = 50;

/**
 * Says when followers are to be woken. A transaction that notifies holds a lock of the whole server until it is
 * durable, so that many writers wait for each other: so most commits of a busy one leave it to a notification after.
 */
export class Announcer {
  readonly #announce: () => Promise<unknown>;
  #last = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  /** `announce` notifies outside of any commit. */
  constructor(announce: () => Promise<unknown>) {
    this.#announce = announce;
  }

  /** Whether the commit that is about to be made is to notify by itself. */
  begin(): boolean {
    if (performance.now() - this.#last < PAUSE) return false;
    this.#last = performance.now();
    return true;
  }

  /** To be called when a commit that did not notify is durable. */
  committedQuietly(): void {
    this.#timer ??= setTimeout(() => void this.flush(), PAUSE).unref();
  }

  /** Announces at once what is still to be announced; a failure costs followers some seconds, and nothing else. */
  async flush(): Promise<void> {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#last = performance.now();
    await this.#announce().catch(() => undefined);
  }
}
