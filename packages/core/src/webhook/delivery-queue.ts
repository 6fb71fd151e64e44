/** Sends one thing; rejects where that failed for good. The signal ends it. */
export type Deliver<Item> = (item: Item, signal: AbortSignal) => Promise<void>;

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (cause: Error) => void;
}

/** Delivers things one after the other, so that they arrive in order; of too many, the oldest are dropped. */
export class DeliveryQueue<Item> {
  readonly #limit: number;
  readonly #deliver: Deliver<Item>;
  readonly #closing = new AbortController();
  #waiting: Waiting<Item>[] = [];
  #running: Promise<void> | undefined;

  constructor(limit: number, deliver: Deliver<Item>) {
    this.#limit = limit;
    this.#deliver = deliver;
  }

  /** Resolves once it is delivered, and rejects where it never will be. */
  add(item: Item): Promise<void> {
    if (this.#closing.signal.aborted) return Promise.reject(closed());
    if (this.#waiting.length >= this.#limit)
      this.#waiting
        .shift()
        ?.reject(new Error(`it was dropped, as ${this.#limit} newer ones were waiting`));
    const added = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
    });
    this.#running ??= this.#run();
    return added;
  }

  /** Gives up what is under way and what waits. */
  async close(): Promise<void> {
    this.#closing.abort(closed());
    const given = this.#waiting;
    this.#waiting = [];
    for (const { reject } of given) reject(closed());
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const { item, resolve, reject } = next;
      try {
        await this.#deliver(item, this.#closing.signal);
        resolve();
      } catch (cause) {
        reject(cause instanceof Error ? cause : new Error(String(cause)));
      }
    }
    this.#running = undefined;
  }
}

function closed(): Error {
  return new Error("it was closed before it could be delivered");
}
