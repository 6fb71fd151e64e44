import { CapabilitySystem } from "@capfence/core";
import { load } from "js-yaml";
import type { Benchmark } from "../benchmark.ts";
import { largeWorkload } from "../decide/large-workload.ts";
import { measureInterleaved } from "../interleave.ts";
import { formatTable } from "../table.ts";
import { yamlOf } from "./policy-text.ts";

const SIZES = [100, 1000, 10_000];

/** What it costs to load a policy, beside parsing its text alone. */
export const loadBenchmark: Benchmark = {
  name: "load",
  summary: "loading a policy of up to 10,000 rules beside js-yaml, which only parses it",
  run: ({ quick }) => {
    const rows = SIZES.map((size) => {
      const text = yamlOf(largeWorkload("spread", size, 1).rules);
      const [capfence = 0, jsYaml = 0] = measureInterleaved(
        [
          { operations: 1, run: () => new CapabilitySystem().loadPolicyText(text) },
          { operations: 1, run: () => load(text) },
        ],
        quick
          ? { rounds: 3, warmUpMilliseconds: 10, sampleMilliseconds: 10 }
          : { rounds: 21, warmUpMilliseconds: 1000, sampleMilliseconds: 100 },
      );
      const times = jsYaml / capfence;
      return { size, capfence: 1000 / capfence, jsYaml: 1000 / jsYaml, times };
    });
    const table = formatTable([
      ["rules", "CapFence", "js-yaml", "times"],
      ...rows.map(({ size, capfence, jsYaml, times }) => [
        String(size),
        `${capfence.toFixed(1)} ms`,
        `${jsYaml.toFixed(1)} ms`,
        times.toFixed(2),
      ]),
    ]);
    const text = `Loading a policy: reading, checking, compiling. js-yaml only parses the same text.\n\n${table}`;
    const sizes = Object.fromEntries(rows.map(({ size, ...row }) => [size, row]));
    return Promise.resolve({ text, json: { benchmark: "load", unit: "ms", quick, sizes } });
  },
};
