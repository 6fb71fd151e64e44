/** Where several wait for one another: once each has come or gone, something is done for all who are there. */
export class Gathering<Guest, Result> {
  readonly #expected: Set<number>;
  readonly #guests = new Map<number, Guest>();
  readonly #complete: PromiseWithResolvers<void> = Promise.withResolvers();
  /** What the meeting comes to. */
  readonly result: Promise<Result>;

  /** `meet` runs in the asynchronous context of this constructor, with the guests in the order of their places. */
  constructor(size: number, meet: (guests: readonly Guest[]) => Promise<Result>) {
    this.#expected = new Set(Array.from({ length: size }, (_, place) => place));
    if (size === 0) this.#complete.resolve();
    this.result = this.#complete.promise.then(() => {
      const places = [...this.#guests.keys()].toSorted((one, other) => one - other);
      return meet(places.map((place) => this.#guests.get(place) as Guest));
    });
    // Whoever waits for it gets to know; it may be that nobody does.
    this.result.catch(() => undefined);
  }

  /** Takes a place, and gives what the meeting comes to. */
  arrive(place: number, guest: Guest): Promise<Result> {
    this.#guests.set(place, guest);
    this.leave(place);
    return this.result;
  }

  /** Nobody waits for this place any longer. */
  leave(place: number): void {
    this.#expected.delete(place);
    if (this.#expected.size === 0) this.#complete.resolve();
  }
}
