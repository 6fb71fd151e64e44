/** The lines of a text; quickest for places that come one after the other. */
export class Lines {
  readonly #starts: readonly number[];
  /** The line of the last place, from 0: the next is mostly in it or the one after. */
  #last = 0;

  constructor(text: string) {
    const starts = [0];
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1))
      starts.push(end + 1);
    this.#starts = starts;
  }

  /** The line and column of an offset, both from 1. */
  at(offset: number): { readonly line: number; readonly column: number } {
    if (!this.#isIn(this.#last, offset))
      this.#last = this.#isIn(this.#last + 1, offset) ? this.#last + 1 : this.#find(offset);
    const start = this.#starts[this.#last] ?? 0;
    return { line: this.#last + 1, column: offset - start + 1 };
  }

  #isIn(line: number, offset: number): boolean {
    return (
      (this.#starts[line] ?? Infinity) <= offset && offset < (this.#starts[line + 1] ?? Infinity)
    );
  }

  #find(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}
