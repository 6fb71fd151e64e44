const MINUTE = 60_000;

/**
 * How many calls a principal may make in a minute: so many at once, and they come back evenly over a minute. A
 * principal who has them all back is forgotten.
 */
export class RateLimit {
  /** When each principal will have all their calls back; who called longest ago comes first. */
  readonly #whole = new Map<string, number>();
  readonly #perMinute: number;
  readonly #clock: () => number;

  constructor(perMinute: number, clock: () => number) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** Takes one call; 0 if there was one, else in how many milliseconds there will be. */
  take(principal: string): number {
    const now = this.#clock();
    this.#forgetIdle(now);
    const each = MINUTE / this.#perMinute;
    // Nobody is ever further away than a minute, but where the clock was set back.
    const whole = Math.min(Math.max(this.#whole.get(principal) ?? now, now), now + MINUTE) + each;
    // Sums of fractions are never exact.
    if (whole > now + MINUTE + 1e-6) return whole - now - MINUTE;
    this.#whole.delete(principal);
    this.#whole.set(principal, whole);
    return 0;
  }

  /** How many principals are remembered: no more than have called in the last minute. */
  get size(): number {
    return this.#whole.size;
  }

  #forgetIdle(now: number): void {
    for (const [principal, whole] of this.#whole) {
      if (whole > now) return;
      this.#whole.delete(principal);
    }
  }
}
