import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";

function numbers(seed: number): readonly number[] {
  const random = new Random(seed);
  return Array.from({ length: 5 }, () => random.below(1000));
}

describe("Random", () => {
  it("gives the same numbers for the same seed and others for another", () => {
    expect(numbers(1)).toEqual(numbers(1));
    expect(numbers(1)).not.toEqual(numbers(2));
  });

  it("shuffles without losing anything", () => {
    const things = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = new Random(1).shuffle(things);
    expect(shuffled).not.toEqual(things);
    expect(shuffled.toSorted((left, right) => left - right)).toEqual(things);
  });
});
