/** Callers who wait for the same thing to happen. */
export class Wakes {
  readonly #waiting = new Set<() => void>();

  /** Resolves at the next `wake`, when it is no longer wanted, and at the latest after so many milliseconds. */
  next(signal: AbortSignal, longest: number): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, longest);
      this.#waiting.add(done);
      signal.addEventListener("abort", done, { once: true });
    });
  }

  wake(): void {
    for (const done of this.#waiting) done();
  }
}
