import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { DisagreementError } from "../benchmark.ts";
import { measureGroup } from "./groups.ts";

/** What a worker is asked to measure. */
export interface WorkerTask {
  readonly group: string;
  readonly quick: boolean;
}

/** What it answers. */
export type WorkerAnswer =
  | { readonly speeds: ReadonlyMap<string, number> }
  | { readonly disagreement: string };

async function answer({ group, quick }: WorkerTask): Promise<WorkerAnswer> {
  try {
    return { speeds: await measureGroup(group, quick) };
  } catch (error) {
    if (error instanceof DisagreementError) return { disagreement: error.message };
    throw error;
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
if (!isMainThread) parentPort?.postMessage(await answer(workerData as WorkerTask));
