import { expect, it } from "vitest";
import { bench } from "../bench.ts";
import { RecordedOutput } from "../recorded-output.ts";

it("bench load prints how many times as long as parsing alone it takes to load a policy", async () => {
  const output = new RecordedOutput();
  expect(await bench(["load", "--quick", "--json"], output)).toBe(0);
  const { sizes } = JSON.parse(output.printed) as {
    readonly sizes: Readonly<Record<string, { readonly times: number }>>;
  };
  expect(Object.keys(sizes)).toEqual(["100", "1000", "10000"]);
  for (const { times } of Object.values(sizes)) expect(times).toBeGreaterThan(0);
});
