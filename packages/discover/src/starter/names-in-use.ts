/** Gives every asker a name of their own, near the one they ask for. */
export class NamesInUse {
  /** How often each name was given, alone or with a number after it. */
  readonly #given = new Map<string, number>();

  /** The name itself, or with the first number after it that nobody has. */
  take(name: string): string {
    for (let count = (this.#given.get(name) ?? 0) + 1; ; count += 1) {
      const free = count === 1 ? name : `${name}-${count}`;
      if (count > 1 && this.#given.has(free)) continue;
      this.#given.set(free, 1);
      this.#given.set(name, count);
      return free;
    }
  }
}
