import { AsyncLocalStorage } from "node:async_hooks";
import { freezeJsonObject } from "@capfence/core";
import { Enforcement, type NativeCall } from "@capfence/core/adapter";
import type { LangChainCall } from "@capfence/langchain";
import type { LangGraphGuardOptions } from "./options.ts";
import type { Seat } from "./batch.ts";

/** The guard of the tools in one graph: a call that has a seat among others runs when it is its turn. */
export class GraphEnforcement extends Enforcement<LangChainCall> {
  /** Whether it pauses runs. It does so by itself, for all calls of a message at once. */
  readonly asks: boolean;
  /** Whether a call that needs an approval waits for it in this process. */
  readonly waits: boolean;
  readonly #seats = new AsyncLocalStorage<Seat>();

  /** Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work. */
  constructor({ onApproval, ...options }: LangGraphGuardOptions) {
    const settled = onApproval === undefined || onApproval === "pause" ? {} : { onApproval };
    super("langgraph", { ...options, ...settled });
    this.asks = onApproval === "pause";
    this.waits = onApproval === "wait";
  }

  /** Runs `body`, in which the first guarded call takes this seat. */
  seated<Result>(seat: Seat, body: () => Promise<Result>): Promise<Result> {
    return this.#seats.run(seat, body);
  }

  override async run<Output>(call: NativeCall<LangChainCall, Output>): Promise<Output> {
    const seat = this.#seats.getStore();
    // A tool may call others: those are no part of the message.
    if (seat === undefined || seat.taken) return super.run(call);
    return seat.take({ ...call, input: freezeJsonObject(call.input) }, (judged) =>
      super.run(judged),
    );
  }
}
