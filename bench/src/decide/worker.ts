import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { DisagreementError } from "../benchmark.ts";
import { playMatch, type Side } from "./match.ts";

/** What a worker is asked to measure. */
export interface WorkerTask {
  readonly sides: readonly Side[];
  readonly quick: boolean;
}

/** What it answers: decisions per second of each side. */
export type WorkerAnswer =
  | { readonly speeds: readonly number[] }
  | { readonly disagreement: string };

async function answer({ sides, quick }: WorkerTask): Promise<WorkerAnswer> {
  try {
    return { speeds: await playMatch(sides, quick) };
  } catch (error) {
    if (error instanceof DisagreementError) return { disagreement: error.message };
    throw error;
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
if (!isMainThread) parentPort?.postMessage(await answer(workerData as WorkerTask));
