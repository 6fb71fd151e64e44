import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Benchmark, DisagreementError } from "../benchmark.ts";
import { GROUPS } from "./groups.ts";
import { reportDecide } from "./report.ts";
import type { WorkerAnswer, WorkerTask } from "./worker.ts";

/** Decisions per second of CapFence, CASL and casbin on the same policies and questions. */
export const decideBenchmark: Benchmark = {
  name: "decide",
  summary: "decisions per second beside @casl/ability and casbin, from 3 to 10,000 rules",
  run: async ({ quick }) => {
    const speeds = new Map<string, ReadonlyMap<string, number>>();
    for (const group of GROUPS) speeds.set(group, await measureInWorker({ group, quick }));
    return reportDecide(speeds, quick);
  },
};

/** In a thread of its own: a compiler that has seen other policies would make all engines slower than users find them. */
async function measureInWorker(task: WorkerTask): Promise<ReadonlyMap<string, number>> {
  const worker = new Worker(new URL("worker.ts", import.meta.url), {
    workerData: task,
    execArgv: ["--conditions=@capfence/source"],
  });
  const [answer] = (await once(worker, "message")) as [WorkerAnswer];
  await worker.terminate();
  if ("disagreement" in answer) throw new DisagreementError(answer.disagreement);
  return answer.speeds;
}
