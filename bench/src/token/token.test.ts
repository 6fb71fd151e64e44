import { describe, expect, it } from "vitest";
import { bench } from "../bench.ts";
import { RecordedOutput } from "../recorded-output.ts";
import { checkAnswers } from "./token.ts";

interface Row {
  readonly microseconds: number;
  readonly times: number;
}

describe("bench token", () => {
  it("prints one JSON object after all kinds of tokens gave the right answers", async () => {
    const output = new RecordedOutput();
    expect(await bench(["token", "--quick", "--json"], output)).toBe(0);
    expect(output.errors).toBe("");
    const report = JSON.parse(output.printed) as Record<string, Record<string, Row>>;
    const kinds = ["CapFence", "biscuit-wasm", "jose, JWT and DPoP"];
    expect(Object.keys(report["verify"] ?? {})).toEqual([...kinds, "three Ed25519 signatures"]);
    expect(Object.keys(report["mint"] ?? {})).toEqual(kinds);
    expect(Object.keys(report["narrow"] ?? {})).toEqual(kinds.slice(0, 2));
    for (const work of ["verify", "mint", "narrow"]) {
      expect(report[work]?.["CapFence"]?.times).toBe(1);
      for (const { microseconds, times } of Object.values(report[work] ?? {})) {
        expect(microseconds).toBeGreaterThan(0);
        expect(times).toBeGreaterThan(0);
      }
    }
  }, 60_000);

  it.each([true, false])("does not time a kind that answers %s to everything", async (answer) => {
    await expect(checkAnswers({ name: "one", verify: () => answer })).rejects.toThrow(
      "one answers wrongly",
    );
  });
});
