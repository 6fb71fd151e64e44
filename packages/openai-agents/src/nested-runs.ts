import { AsyncLocalStorage } from "node:async_hooks";
import { CapFenceError } from "@capfence/core";

interface Nested {
  thrown?: CapFenceError;
}

const nested = new AsyncLocalStorage<Nested>();

/** Notes what a guard throws, for the agent as a tool in whose run it does. */
export async function noteThrown<Output>(run: () => Promise<Output>): Promise<Output> {
  try {
    return await run();
  } catch (error) {
    const store = nested.getStore();
    if (store !== undefined && error instanceof CapFenceError) store.thrown ??= error;
    throw error;
  }
}

/** Runs an agent as a tool. The SDK makes a text of whatever ends its run; what a guard has thrown is thrown again. */
export async function runNested<Output>(run: () => Promise<Output>): Promise<Output> {
  const store: Nested = {};
  const output = await nested.run(store, run);
  if (store.thrown !== undefined) throw store.thrown;
  return output;
}
