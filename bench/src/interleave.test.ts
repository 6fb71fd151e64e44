import { describe, expect, it } from "vitest";
import { type Contender, measureInterleaved } from "./interleave.ts";

describe("measureInterleaved", () => {
  it("lets every contender have its turn in every round", () => {
    const turns: string[] = [];
    const contender = (name: string): Contender => ({
      operations: 10,
      run: () => turns.push(name),
    });
    const speeds = measureInterleaved([contender("a"), contender("b"), contender("c")], {
      rounds: 4,
      warmUpMilliseconds: 0,
      sampleMilliseconds: 0,
    });
    expect(speeds).toHaveLength(3);
    const [warmUp, rounds] = [turns.slice(0, 3), turns.slice(3)];
    expect(warmUp).toEqual(["a", "b", "c"]);
    for (let round = 0; round < 4; round += 1)
      expect(rounds.slice(round * 3, round * 3 + 3).toSorted()).toEqual(["a", "b", "c"]);
  });
});
