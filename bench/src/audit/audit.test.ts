import { expect, it } from "vitest";
import { bench } from "../bench.ts";
import { RecordedOutput } from "../recorded-output.ts";

interface Report {
  readonly engines: Readonly<
    Record<
      string,
      {
        readonly callers: Readonly<
          Record<string, { readonly audited: number; readonly raw: number; readonly vsRaw: number }>
        >;
        readonly growth: number;
        readonly vsGovernanceToolkit: number;
        readonly verification: { readonly records: number; readonly recordsPerSecond: number };
      }
    >
  >;
}

it(
  "bench audit prints durable decisions beside rows without CapFence, and verifies the log it wrote",
  { timeout: 60_000 },
  async () => {
    const output = new RecordedOutput();
    expect(await bench(["audit", "--quick", "--json"], output)).toBe(0);
    expect(output.errors).toBe("");
    const { engines } = JSON.parse(output.printed) as Report;
    expect(Object.keys(engines)).toEqual(["SQLite", "PostgreSQL"]);
    for (const { callers, growth, vsGovernanceToolkit, verification } of Object.values(engines)) {
      expect(Object.keys(callers)).toEqual(["1", "16", "256"]);
      for (const speeds of Object.values(callers))
        for (const value of Object.values(speeds)) expect(value).toBeGreaterThan(0);
      for (const value of [growth, vsGovernanceToolkit, verification.recordsPerSecond])
        expect(value).toBeGreaterThan(0);
      // A first pass, and four runs at each level, each decision with a record at least.
      expect(verification.records).toBeGreaterThan(256 + 4 * (8 + 64 + 512));
    }
  },
);
