import { describe, expect, it } from "vitest";
import { growth, type Sample } from "./memory.ts";

const sampled = (heldAt: (at: number) => number): Sample[] =>
  Array.from({ length: 40 }, (_, at) => ({ at, held: heldAt(at), rss: 0 }));

describe("growth", () => {
  it("does not count what a process takes until it has warmed up", () => {
    expect(
      growth(
        sampled((at) => 1000 * Math.min(at, 15)),
        "held",
      ),
    ).toBe(0);
  });

  it("finds a steady leak, however much the samples vary", () => {
    const found = growth(
      sampled((at) => 100 * at + (at % 2) * 300),
      "held",
    );
    expect(found).toBeGreaterThan(1700);
    expect(found).toBeLessThan(2200);
  });

  it("finds none where a process gives back what it takes", () => {
    expect(
      Math.abs(
        growth(
          sampled((at) => (at % 4) * 300),
          "held",
        ),
      ),
    ).toBeLessThan(300);
  });
});
