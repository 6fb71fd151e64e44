import { describe, expect, it } from "vitest";
import { pauseAfter, readRetryAfter } from "./retry.ts";

const NOW = Date.UTC(2026, 0, 1);

describe("the pause before another attempt", () => {
  it("doubles, and is spread over its second half", () => {
    expect([1, 2, 3, 4].map((attempt) => pauseAfter(attempt, 1000, 1, undefined))).toEqual([
      1000, 2000, 4000, 8000,
    ]);
    expect([1, 2, 3, 4].map((attempt) => pauseAfter(attempt, 1000, 0, undefined))).toEqual([
      500, 1000, 2000, 4000,
    ]);
  });

  it("is never shorter than the receiver asks, and not there where that is over five minutes", () => {
    expect(pauseAfter(1, 1000, 1, 7000)).toBe(7000);
    expect(pauseAfter(4, 1000, 1, 7000)).toBe(8000);
    expect(pauseAfter(1, 1000, 1, 300_000)).toBe(300_000);
    expect(pauseAfter(1, 1000, 1, 300_001)).toBeUndefined();
    expect(pauseAfter(4, 300_000, 1, undefined)).toBe(300_000);
  });

  it.each<[string | null, number | undefined]>([
    [null, undefined],
    ["7", 7000],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:00:09 GMT", 9000],
    ["Wed, 31 Dec 2025 23:59:59 GMT", 0],
    ["-1", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["no date GMT", undefined],
    ["9".repeat(400), undefined],
  ])("read from Retry-After %j is %j", (header, pause) => {
    expect(readRetryAfter(header, NOW)).toBe(pause);
  });
});
