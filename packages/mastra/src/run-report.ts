import { AsyncLocalStorage } from "node:async_hooks";
import { AgentActionBlocked, CapFenceError } from "@capfence/core";

/** One run of an agent, as far as its guarded tools tell of it: Mastra itself turns what a tool throws into text. */
export class RunReport {
  readonly #stop = new AbortController();
  readonly #outer: RunReport | undefined = current.getStore();
  #error: unknown;

  /** Ends the run at the first report, before its model is asked again. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  report(error: unknown): void {
    this.#error ??= error;
    this.#stop.abort(error);
    this.#outer?.report(error);
  }

  /** Runs something of which the guarded tools it calls report here. */
  run<Result>(body: () => Result): Result {
    return current.run(this, body);
  }

  /** Throws what was reported first, if anything was. */
  check(): void {
    if (this.#error !== undefined) throw this.#error;
  }
}

const current = new AsyncLocalStorage<RunReport>();

/** Tells the run that a tool is called in of a call that the guard has refused. What the tool throws stays with Mastra. */
export function reportToRun(error: unknown): void {
  if (AgentActionBlocked.isInstance(error) || error instanceof CapFenceError)
    current.getStore()?.report(error);
}
