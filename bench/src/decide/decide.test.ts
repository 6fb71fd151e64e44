import { describe, expect, it } from "vitest";
import { bench } from "../bench.ts";
import { RecordedOutput } from "../recorded-output.ts";

interface Row {
  readonly capfence: number;
  readonly capfenceWithEvent: number;
  readonly casl: number;
  readonly vsCasl: number;
  readonly vsJsonParse: number;
}

interface Report {
  readonly sizes: Readonly<Record<string, Row>>;
  readonly concentrated1000: Pick<Row, "capfence" | "casl" | "vsCasl">;
  readonly growth10to10000: number;
  readonly peers: Readonly<Record<string, Readonly<Record<string, { readonly times: number }>>>>;
  readonly latencyMicroseconds: Readonly<Record<string, { readonly p99: number }>>;
  readonly nanosecondsPerCharacter: Readonly<Record<string, number>>;
}

describe("bench decide", () => {
  it(
    "prints one JSON object with every speed and ratio after all engines gave the right answers",
    { timeout: 300_000 },
    async () => {
      const output = new RecordedOutput();
      expect(await bench(["decide", "--quick", "--json"], output)).toBe(0);
      expect(output.errors).toBe("");
      const report = JSON.parse(output.printed) as Report;
      expect(Object.keys(report.sizes).toSorted()).toEqual([
        "10",
        "100",
        "1000",
        "10000",
        "3",
        "4",
      ]);
      for (const row of Object.values(report.sizes)) {
        for (const speed of [row.capfence, row.capfenceWithEvent, row.casl])
          expect(speed).toBeGreaterThan(0);
        expect(row.vsCasl).toBeCloseTo(row.capfence / row.casl, 1);
        expect(row.vsJsonParse).toBeGreaterThan(0);
      }
      expect(Object.keys(report.peers).toSorted()).toEqual([
        "casbin",
        "cedar",
        "governanceToolkit",
        "opa",
        "slicedCedar",
      ]);
      for (const sizes of Object.values(report.peers)) {
        expect(Object.keys(sizes)).toEqual(["4", "100", "1000"]);
        for (const { times } of Object.values(sizes)) expect(times).toBeGreaterThan(0);
      }
      for (const { p99 } of Object.values(report.latencyMicroseconds))
        expect(p99).toBeGreaterThan(0);
      expect(Object.keys(report.nanosecondsPerCharacter)).toHaveLength(12);
      expect(report.concentrated1000.vsCasl).toBeGreaterThan(0);
      expect(report.growth10to10000).toBeGreaterThan(0);
    },
  );
});
