import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Benchmark, DisagreementError } from "../benchmark.ts";
import type { Side } from "./match.ts";
import { PEER_SIZES, type PeerRow, PEERS } from "./peers.ts";
import { type DecideResults, type Pair, reportDecide, type SizeResults } from "./report.ts";
import type { WorkerAnswer, WorkerTask } from "./worker.ts";
import { CONCENTRATED, GRAMMAR, SIZES, type WorkloadLabel } from "./workloads.ts";

/** Decisions per second of CapFence and its peers on the same policies and questions. */
export const decideBenchmark: Benchmark = {
  name: "decide",
  summary:
    "decisions per second beside casl, casbin, Cedar, OPA and others, from 3 to 10,000 rules",
  run: async ({ quick }) => {
    const pair = async (
      label: WorkloadLabel,
      one: Side["engine"],
      other: Side["engine"],
    ): Promise<Pair> => {
      const [first = 0, second = 0] = await play(
        [
          { engine: one, label },
          { engine: other, label },
        ],
        quick,
      );
      return { one: first, other: second };
    };
    const sizes: [string, SizeResults][] = [];
    for (const size of SIZES)
      sizes.push([
        size,
        {
          casl: await pair(size, "capfence", "casl"),
          withEvent: await pair(size, "capfenceWithEvent", "casl"),
          jsonParse: await pair(size, "capfence", "jsonParse"),
        },
      ]);
    const peers: PeerRow[] = [];
    for (const [engine, name] of PEERS) {
      const pairs: Pair[] = [];
      for (const size of PEER_SIZES) pairs.push(await pair(size, "capfence", engine));
      peers.push({ engine, name, pairs });
    }
    const [small = 0, large = 0] = await play(
      [
        { engine: "capfence", label: "10" },
        { engine: "capfence", label: "10000" },
      ],
      quick,
    );
    const concentrated = await pair(CONCENTRATED, "capfence", "casl");
    const [grammar = 0] = await play([{ engine: "capfence", label: GRAMMAR }], quick);
    const limits = await inThread({ kind: "limits", quick });
    if (!("limits" in limits))
      throw new TypeError("a worker that measures limits answers with them");
    const results: DecideResults = {
      sizes,
      peers,
      concentrated,
      growth: small / large,
      grammar,
      limits: limits.limits,
    };
    return reportDecide(results, quick);
  },
};

async function play(sides: readonly Side[], quick: boolean): Promise<readonly number[]> {
  const answer = await inThread({ kind: "match", sides, quick });
  if ("disagreement" in answer) throw new DisagreementError(answer.disagreement);
  return "speeds" in answer ? answer.speeds : [];
}

/** In a thread of its own: a compiler that has seen other policies would make all engines slower than users find them. */
async function inThread(task: WorkerTask): Promise<WorkerAnswer> {
  const worker = new Worker(new URL("worker.ts", import.meta.url), {
    workerData: task,
    execArgv: ["--conditions=@capfence/source"],
  });
  const ended = once(worker, "exit");
  const [answer] = (await once(worker, "message")) as [WorkerAnswer];
  // Not terminated: that can crash the process while WebAssembly is still being compiled.
  await ended;
  return answer;
}
