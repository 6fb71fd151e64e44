import { auditBenchmark } from "./audit/audit.ts";
import { type Benchmark, DisagreementError } from "./benchmark.ts";
import { decideBenchmark } from "./decide/decide.ts";
import { fuzzBenchmark } from "./fuzz/fuzz.ts";
import { gatewayBenchmark } from "./gateway/gateway.ts";
import { loadBenchmark } from "./load/load.ts";
import type { Output } from "./output.ts";
import { parseCall } from "./parse-call.ts";
import { startBenchmark } from "./start/start.ts";
import { tokenBenchmark } from "./token/token.ts";

const BENCHMARKS: readonly Benchmark[] = [
  decideBenchmark,
  auditBenchmark,
  loadBenchmark,
  fuzzBenchmark,
  startBenchmark,
  gatewayBenchmark,
  tokenBenchmark,
];

const HELP = `usage: pnpm -s bench NAME [--json] [--quick]

Measures CapFence beside other engines; results are ratios of one run, each a median of interleaved rounds.

${BENCHMARKS.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join("\n")}

  --json    print one JSON object instead of tables
  --quick   few and short samples: shows that it works, not how fast it is
  --seconds how long fuzz searches
  --seed    where the random choices of fuzz begin
  --help    print this`;

/** Runs the benchmark that the arguments name; returns the exit code: 1 where contenders disagree, 2 for a wrong call. */
export async function bench(argv: readonly string[], output: Output): Promise<number> {
  const call = parseCall(argv, ["json", "quick"], HELP, output, ["seconds", "seed"]);
  if (typeof call === "number") return call;
  const { json, quick } = call.flags;
  const [name, ...others] = call.names;
  const benchmark = BENCHMARKS.find((candidate) => candidate.name === name);
  if (benchmark === undefined || others.length > 0) {
    const called = call.names.join(" ");
    output.error(`${called === "" ? "no benchmark named" : `no benchmark "${called}"`}\n\n${HELP}`);
    return 2;
  }
  const [seconds, seed] = [call.values.seconds, call.values.seed].map((text) =>
    text === undefined ? undefined : Number(text),
  );
  if ([seconds, seed].some((number) => number !== undefined && !(number >= 0))) {
    output.error(`--seconds and --seed are numbers from 0\n\n${HELP}`);
    return 2;
  }
  try {
    const result = await benchmark.run({ quick, seconds, seed });
    output.print(json ? JSON.stringify(result.json, undefined, 2) : result.text);
    return 0;
  } catch (error) {
    if (!(error instanceof DisagreementError)) throw error;
    output.error(error.message);
    return 1;
  }
}
