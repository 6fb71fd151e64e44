import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { DisagreementError } from "../benchmark.ts";
import { type Limits, measureLimits } from "./limits.ts";
import { playMatch, type Side } from "./match.ts";

/** What a worker is asked to measure. */
export type WorkerTask =
  | { readonly kind: "match"; readonly sides: readonly Side[]; readonly quick: boolean }
  | { readonly kind: "limits"; readonly quick: boolean };

/** What it answers: decisions per second of each side, or the slowest decisions there are. */
export type WorkerAnswer =
  | { readonly speeds: readonly number[] }
  | { readonly disagreement: string }
  | { readonly limits: Limits };

async function answer(task: WorkerTask): Promise<WorkerAnswer> {
  if (task.kind === "limits") return { limits: await measureLimits(task.quick) };
  try {
    return { speeds: await playMatch(task.sides, task.quick) };
  } catch (error) {
    if (error instanceof DisagreementError) return { disagreement: error.message };
    throw error;
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
if (!isMainThread) parentPort?.postMessage(await answer(workerData as WorkerTask));
