import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { steadyClock } from "./steady-clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a steady clock", () => {
  it("says what the host says, as long as that does not go back", () => {
    let now = 1000;
    const clock = steadyClock(() => now);
    expect(clock()).toBe(1000);
    vi.advanceTimersByTime(50);
    expect(clock()).toBe(1000);
    now = 2000;
    expect(clock()).toBe(2000);
  });

  it("goes on where the host's clock was set back, and does not wait for it", () => {
    let now = 86_400_000;
    const clock = steadyClock(() => now);
    expect(clock()).toBe(86_400_000);
    now = 0;
    expect(clock()).toBe(86_400_000);
    // However often it is asked in between.
    for (let step = 0; step < 600; step += 1) {
      vi.advanceTimersByTime(0.1);
      clock();
    }
    expect(clock()).toBeGreaterThanOrEqual(86_400_059);
    expect(clock()).toBeLessThanOrEqual(86_400_060);
    expect(Number.isSafeInteger(clock())).toBe(true);
    now = 86_400_061;
    expect(clock()).toBe(86_400_061);
  });
});
