import { AgentActionBlocked, denialMessage } from "@capfence/core";
import { Enforcement, type NativeAnswer } from "@capfence/core/adapter";
import type { TransferInput } from "../adapter/harness.ts";
import type { PausableRun, PausingHarness } from "./harness.ts";

/** A framework with nothing to it: its state is the input of the paused call. */
export const referencePausing: PausingHarness = (tool, options) => {
  const enforcement = new Enforcement<never>("reference", options);
  const run = async (input: unknown, answer?: NativeAnswer): Promise<PausableRun> => {
    const call = { toolName: tool.name, input, native: undefined as never };
    if (enforcement.pauses && answer === undefined) {
      const pending = await enforcement.pending(call);
      if (pending !== undefined) return { state: JSON.stringify(input) };
    }
    const output = await enforcement.run<string>({
      ...call,
      ...(answer === undefined ? {} : { answer }),
      invoke: (judged) => tool.run(judged as unknown as TransferInput),
      deny: (blocked: AgentActionBlocked) => denialMessage(blocked),
    });
    return { output };
  };
  return {
    start: (input) => run(input),
    resume: (state, answer) => run(JSON.parse(state), answer),
    forge: (_state, input) => JSON.stringify(input),
  };
};
