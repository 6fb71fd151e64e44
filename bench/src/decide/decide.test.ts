import { describe, expect, it } from "vitest";
import { bench } from "../bench.ts";
import { RecordedOutput } from "../recorded-output.ts";

interface Row {
  readonly capfence: number;
  readonly capfenceWithEvent: number;
  readonly casl: number;
  readonly casbin: number | null;
  readonly vsCasl: number;
  readonly vsCasbin: number | null;
}

interface Report {
  readonly sizes: Readonly<Record<string, Row>>;
  readonly concentrated1000: Pick<Row, "capfence" | "casl" | "vsCasl">;
  readonly growth10to10000: number;
  readonly skipped: readonly string[];
}

describe("bench decide", () => {
  it("prints one JSON object with every speed and ratio after all engines gave the right answers", async () => {
    const output = new RecordedOutput();
    expect(await bench(["decide", "--quick", "--json"], output)).toBe(0);
    expect(output.errors).toBe("");
    const report = JSON.parse(output.printed) as Report;
    expect(Object.keys(report.sizes).toSorted()).toEqual(["10", "100", "1000", "10000", "3", "4"]);
    for (const row of Object.values(report.sizes)) {
      for (const speed of [row.capfence, row.capfenceWithEvent, row.casl])
        expect(speed).toBeGreaterThan(0);
      expect(row.vsCasl).toBeCloseTo(row.capfence / row.casl, 1);
    }
    const { "10000": largest, ...smaller } = report.sizes;
    expect([largest?.casbin, largest?.vsCasbin]).toEqual([null, null]);
    expect(Object.values(smaller).map(({ vsCasbin }) => typeof vsCasbin)).toEqual(
      Array.from({ length: 5 }, () => "number"),
    );
    expect(report.concentrated1000.vsCasl).toBeGreaterThan(0);
    expect(report.growth10to10000).toBeGreaterThan(0);
    expect(report.skipped.join()).toContain("casbin at 10000");
  });
});
