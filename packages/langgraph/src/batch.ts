import { CapFenceError, JsonError } from "@capfence/core";
import type { NativeCall } from "@capfence/core/adapter";
import type { LangChainCall } from "@capfence/langchain";
import type { ToolCall } from "@langchain/core/messages/tool";
import type { Foresight, Proposal } from "./foresee.ts";
import { Gathering } from "./gathering.ts";

/** A call that has come to be judged, and when it is over. */
interface Guest {
  readonly call: Proposal;
  readonly over: Promise<void>;
}

/** What is known of all calls, and when those are over that end the run. */
interface Outlook extends Foresight {
  /** Rejects with what has ended the run. */
  readonly cleared: Promise<unknown>;
}

/** The calls of one message, none of which runs before all have been looked at. */
export class Batch {
  readonly #seats: ReadonlyMap<ToolCall, Seat>;

  constructor(
    calls: readonly ToolCall[],
    foresee: (calls: readonly Proposal[]) => Promise<Foresight>,
    onBlocked: "throw" | "message",
  ) {
    const different = [...new Set(calls)];
    const all = new Gathering<Guest, Outlook>(different.length, async (guests) => {
      const foresight = await foresee(guests.map(({ call }) => call));
      const ending = guests.filter(
        ({ call }) => onBlocked === "throw" && foresight.refused.has(call),
      );
      const cleared = Promise.all(ending.map(({ over }) => over));
      // Whoever waits for it gets to know; it may be that nobody does.
      cleared.catch(() => undefined);
      return { ...foresight, cleared };
    });
    this.#seats = new Map(different.map((call, place) => [call, new Seat(place, all)]));
  }

  /** The seat of a call, if it is one of these. */
  seatOf(call: ToolCall): Seat | undefined {
    return this.#seats.get(call);
  }
}

/** One call's place among the others. */
export class Seat {
  readonly #place: number;
  readonly #all: Gathering<Guest, Outlook>;
  #taken = false;
  #fault: CapFenceError | undefined;

  constructor(place: number, all: Gathering<Guest, Outlook>) {
    this.#place = place;
    this.#all = all;
  }

  get taken(): boolean {
    return this.#taken;
  }

  /** What stopped the call and is no matter for the model: a block, or something that is wrong with the guard itself. */
  get fault(): CapFenceError | undefined {
    return this.#fault;
  }

  /** Runs a call once all others have come as well and no other call ends the run. */
  async take<Output>(
    call: NativeCall<LangChainCall, Output>,
    run: (call: NativeCall<LangChainCall, Output>) => Promise<Output>,
  ): Promise<Output> {
    this.#taken = true;
    const over = Promise.withResolvers<void>();
    over.promise.catch(() => undefined);
    try {
      const arrived = this.#all.arrive(this.#place, { call, over: over.promise });
      const { refused, noes, cleared } = await arrived;
      if (!refused.has(call)) await cleared;
      const answer = noes.get(call);
      const output = await run(answer === undefined ? call : { ...call, answer });
      over.resolve();
      return output;
    } catch (error) {
      over.reject(error);
      if (error instanceof CapFenceError && !(error instanceof JsonError)) this.#fault = error;
      throw error;
    }
  }

  /** Lets the others go on without this call. */
  leave(): void {
    this.#all.leave(this.#place);
  }
}
