import type { NativeAnswer, PausingAdapterOptions } from "@capfence/core/adapter";
import type { SuiteTool } from "../adapter/harness.ts";

/** Where a run of an agent has come to: it is paused, its state is text that another process can go on from; or it ended. */
export type PausableRun =
  | { readonly state: string }
  | {
      /** What the tool gave, or the framework's denial. */
      readonly output: unknown;
    };

/** An agent of a framework that pauses, with the suite's tool, in one process: it knows nothing but what `resume` is given. */
export interface PausingAgent {
  /** Starts a run in which the model calls the tool. Throws what the framework's caller gets to see. */
  start(input: unknown): Promise<PausableRun>;
  /** Goes on from a state with a human's answer, given in the framework's own way. */
  resume(state: string, answer: NativeAnswer): Promise<PausableRun>;
  /** The text the model reads in a denial; undefined for anything else. By default the output itself. */
  denialOf?(output: unknown): string | undefined;
  /** The state with other arguments in the paused call, as whoever stores it could change it. */
  forge?(state: string, input: unknown): string;
  close?(): void | Promise<void>;
}

/** The options that the suite sets; the framework's own say of a call is unknown to it. */
export type PausingOptions = PausingAdapterOptions<never>;

/** Makes an agent of a framework with the suite's tool behind an adapter that pauses. */
export type PausingHarness = (
  tool: SuiteTool,
  options: PausingOptions,
) => PausingAgent | Promise<PausingAgent>;
