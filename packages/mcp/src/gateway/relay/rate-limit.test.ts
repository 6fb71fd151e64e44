import { beforeEach, describe, expect, it } from "vitest";
import { RateLimit } from "./rate-limit.ts";

let now: number;
let limit: RateLimit;

beforeEach(() => {
  now = 1_000_000;
  limit = new RateLimit(60, () => now);
});

/** How many calls a principal can make now. */
function drain(principal: string): number {
  for (let count = 0; count < 1000; count += 1) if (limit.take(principal) > 0) return count;
  return Infinity;
}

describe("the calls of a principal in a minute", () => {
  it("may come all at once, and then one by one", () => {
    expect(drain("a")).toBe(60);
    expect(limit.take("a")).toBeCloseTo(1000, 3);
    now += 999;
    expect(drain("a")).toBe(0);
    now += 1;
    expect(drain("a")).toBe(1);
    now += 5000;
    expect(drain("a")).toBe(5);
    now += 600_000;
    expect(drain("a")).toBe(60);
  });

  it("take nothing from another", () => {
    drain("a");
    expect(drain("b")).toBe(60);
  });

  it("are as many with a rate that does not divide a minute", () => {
    limit = new RateLimit(7, () => now);
    expect(drain("a")).toBe(7);
    now += 60_000;
    expect(drain("a")).toBe(7);
  });

  it("do not count where they were refused", () => {
    drain("a");
    for (let count = 0; count < 1000; count += 1) limit.take("a");
    now += 1000;
    expect(drain("a")).toBe(1);
  });

  it("come back also where the clock is set back", () => {
    drain("a");
    now -= 3_600_000;
    expect(limit.take("a")).toBeLessThanOrEqual(1001);
  });

  it("are none where none are allowed", () => {
    limit = new RateLimit(0, () => now);
    expect(limit.take("a")).toBe(Infinity);
    expect(limit.size).toBe(0);
  });
});

it("forgets principals that are idle", () => {
  for (let index = 0; index < 10_000; index += 1) {
    limit.take(`principal ${index}`);
    now += 10;
  }
  expect(limit.size).toBeLessThanOrEqual(101);
  drain("idle");
  now += 60_001;
  limit.take("other");
  expect(limit.size).toBe(1);
});

it("forgets principals that are idle also where one who came before them is not", () => {
  limit.take("busy");
  for (let index = 0; index < 100; index += 1) limit.take(`principal ${index}`);
  for (let index = 0; index < 4; index += 1) {
    now += 500;
    limit.take("busy");
  }
  expect(limit.size).toBe(1);
});
