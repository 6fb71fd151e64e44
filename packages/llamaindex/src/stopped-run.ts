import { AsyncLocalStorage } from "node:async_hooks";
import { AgentActionBlocked, CapFenceError } from "@capfence/core";

/** Rejects what somebody reads of a run of a workflow. */
type Reject = (error: unknown) => void;

const currentRun = new AsyncLocalStorage<Reject>();

/** Starts a run whose reader is to see what the guard throws, which a workflow would make a text for the model of. */
export function startRun<Started>(reject: Reject, start: () => Started): Started {
  return currentRun.run(reject, start);
}

/**
 * Throws an error of a tool on. One of CapFence's stops the run that the tool is called in: its reader is rejected, and
 * the step that waits for the tool waits for ever, so that no model is asked and no tool run any more.
 */
export function stopRun(error: unknown): Promise<never> {
  const reject = currentRun.getStore();
  const ours =
    AgentActionBlocked.find(error) ?? (error instanceof CapFenceError ? error : undefined);
  if (reject === undefined || ours === undefined) throw error;
  reject(ours);
  return new Promise(() => undefined);
}
