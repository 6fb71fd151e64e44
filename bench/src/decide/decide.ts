import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Benchmark, DisagreementError } from "../benchmark.ts";
import type { EngineName } from "./match.ts";
import { type DecideResults, type Pair, reportDecide, type SizeResults } from "./report.ts";
import type { WorkerAnswer, WorkerTask } from "./worker.ts";
import { CONCENTRATED, GRAMMAR, SIZES, type WorkloadLabel } from "./workloads.ts";

/** Decisions per second of CapFence, CASL and casbin on the same policies and questions. */
export const decideBenchmark: Benchmark = {
  name: "decide",
  summary: "decisions per second beside @casl/ability and casbin, from 3 to 10,000 rules",
  run: async ({ quick }) => {
    const pair = async (
      label: WorkloadLabel,
      one: EngineName,
      other: EngineName,
    ): Promise<Pair> => {
      const [first = 0, second = 0] = await measure({
        sides: [
          { engine: one, label },
          { engine: other, label },
        ],
        quick,
      });
      return { one: first, other: second };
    };
    const sizes: [string, SizeResults][] = [];
    for (const size of SIZES)
      sizes.push([
        size,
        {
          casl: await pair(size, "capfence", "casl"),
          withEvent: await pair(size, "capfenceWithEvent", "casl"),
          casbin: size === "10000" ? undefined : await pair(size, "capfence", "casbin"),
        },
      ]);
    const [small = 0, large = 0] = await measure({
      sides: [
        { engine: "capfence", label: "10" },
        { engine: "capfence", label: "10000" },
      ],
      quick,
    });
    const concentrated = await pair(CONCENTRATED, "capfence", "casl");
    const [grammar = 0] = await measure({ sides: [{ engine: "capfence", label: GRAMMAR }], quick });
    const results: DecideResults = { sizes, concentrated, growth: small / large, grammar };
    return reportDecide(results, quick);
  },
};

/** In a thread of its own: a compiler that has seen other policies would make all engines slower than users find them. */
async function measure(task: WorkerTask): Promise<readonly number[]> {
  const worker = new Worker(new URL("worker.ts", import.meta.url), {
    workerData: task,
    execArgv: ["--conditions=@capfence/source"],
  });
  const [answer] = (await once(worker, "message")) as [WorkerAnswer];
  await worker.terminate();
  if ("disagreement" in answer) throw new DisagreementError(answer.disagreement);
  return answer.speeds;
}
