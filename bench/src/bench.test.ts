import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";
import { RecordedOutput } from "./recorded-output.ts";

describe("bench", () => {
  it("prints its benchmarks and flags for --help", async () => {
    const output = new RecordedOutput();
    expect(await bench(["--help"], output)).toBe(0);
    expect(output.printed).toContain("decide");
    expect(output.printed).toContain("--quick");
    expect(output.errors).toBe("");
  });

  it.each([
    [["nothing"], 'no benchmark "nothing"'],
    [[], "no benchmark named"],
    [["decide", "again"], 'no benchmark "decide again"'],
    [["decide", "--fast"], "--fast"],
    [["fuzz", "--seconds", "soon"], "--seconds and --seed are numbers from 0"],
  ])(
    "answers %j with the list of benchmarks on the error stream and exit code 2",
    async (argv, problem) => {
      const output = new RecordedOutput();
      expect(await bench(argv, output)).toBe(2);
      expect(output.printed).toBe("");
      expect(output.errors).toContain(problem);
      expect(output.errors).toContain("decisions per second beside");
    },
  );
});
