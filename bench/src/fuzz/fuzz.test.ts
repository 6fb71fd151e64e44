import { describe, expect, it } from "vitest";
import { fuzzBenchmark, KINDS } from "./fuzz.ts";
import { everyCondition } from "./every-condition.ts";
import { Random } from "../random.ts";

describe("the search for slow decisions", () => {
  it("tries every kind of input and names the slowest first", async () => {
    const { text, json } = await fuzzBenchmark.run({ quick: true, seconds: 0 });
    expect(json["tried"]).toBe(KINDS.length);
    expect(text).toContain(`${KINDS.length} decisions on ${KINDS.length} kinds of hostile input`);
    const times = (json["results"] as { milliseconds: number }[]).map((one) => one.milliseconds);
    expect(times).toEqual(times.toSorted((one, other) => other - one));
  });

  it("makes the same inputs from the same seed", () => {
    for (const kind of KINDS)
      expect(JSON.stringify(kind.make(new Random(7)))).toBe(
        JSON.stringify(kind.make(new Random(7))),
      );
  });

  it("asks every condition that the language has", () => {
    expect(everyCondition().missing).toEqual([]);
  });
});
