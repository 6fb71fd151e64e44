import { beforeEach, describe, expect, it } from "vitest";
import { KeyGuard } from "./key-guard.ts";

let now: number;
let waiting: (() => void)[];
let guard: KeyGuard;

beforeEach(() => {
  now = 1000;
  waiting = [];
  guard = new KeyGuard({ now: () => now, afterwards: (run) => waiting.push(run) });
});

function turn(): void {
  for (const run of waiting.splice(0)) run();
}

describe("KeyGuard", () => {
  it("takes no key that comes as the screen changes, until nobody has pressed one for a while", () => {
    for (let count = 0; count < 5; count += 1) {
      now += 300;
      expect([guard.takes(), guard.open]).toEqual([false, false]);
      turn();
    }
    now += 399;
    expect(guard.open).toBe(false);
    now += 1;
    expect([guard.open, guard.takes()]).toEqual([true, true]);
  });

  it("takes the first of keys that arrive together, and none that follows", () => {
    now += 1000;
    expect([guard.takes(), guard.takes(), guard.takes()]).toEqual([true, false, false]);
    turn();
    expect(guard.takes()).toBe(true);
  });
});
