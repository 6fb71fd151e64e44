import { denialMessage } from "@capfence/core";
import { Enforcement, type NativeAnswer, type NativeProposal } from "@capfence/core/adapter";
import type { TransferInput } from "../src/adapter/harness.ts";
import { answerTo } from "../src/adapter/transfer-tool.ts";
import type { PausableRun, PausingHarness } from "../src/pausing/harness.ts";

/** An adapter that pauses, with one fault. */
export interface BrokenPausing {
  readonly fault: string;
  readonly harness: PausingHarness;
}

/** What an adapter does with a call, in the terms of its framework. */
interface Behaviour {
  readonly pauses: (call: NativeProposal<never>) => Promise<boolean>;
  readonly settle: (input: unknown, answer?: NativeAnswer) => Promise<unknown>;
}

interface Right extends Behaviour {
  readonly enforcement: Enforcement<never>;
  /** Runs the tool and nothing else. */
  readonly body: (input: unknown) => Promise<string>;
}

/** Adapters that pause, with the faults that reviews of real ones turn up. */
export const brokenPausing: readonly BrokenPausing[] = [
  broken("never pauses", () => ({ pauses: async () => false })),
  broken("always pauses", () => ({ pauses: async () => true })),
  broken("pauses without a request on record", ({ enforcement }) => ({
    pauses: async (call) => (await enforcement.preview(call))?.reason === "approval_required",
  })),
  broken("pauses though it was not told to", ({ enforcement }) => ({
    pauses: async (call) => (await enforcement.pending(call)) !== undefined,
  })),
  broken("pauses at what is denied", ({ pauses, enforcement }) => ({
    pauses: async (call) => (await enforcement.preview(call))?.decision === "deny" || pauses(call),
  })),
  broken("runs the tool on every yes", ({ settle, body }) => ({
    settle: (input, answer) => (answer?.approved === true ? body(input) : settle(input, answer)),
  })),
  broken("runs the tool twice", ({ settle, body }) => ({
    settle: async (input, answer) => {
      if (answer?.approved === true) await body(input);
      return settle(input, answer);
    },
  })),
  broken("drops the answer", ({ settle }) => ({ settle: (input) => settle(input) })),
  broken("takes a no for no answer", ({ settle }) => ({
    settle: (input, answer) => settle(input, answer?.approved === true ? answer : undefined),
  })),
  broken("takes every answer for a yes", ({ settle }) => ({
    settle: (input, answer) => settle(input, answer && { approved: true }),
  })),
  broken("drops the words of the answer", ({ settle }) => ({
    settle: (input, answer) => settle(input, answer && { approved: answer.approved }),
  })),
  broken("does not pass a no on", ({ settle }) => ({
    settle: async (input, answer) =>
      answer?.approved === false ? answer.note : settle(input, answer),
  })),
  broken("asks for the call that it resumes", ({ settle, pauses }) => ({
    settle: async (input, answer) => {
      await pauses({ toolName: "transfer_money", input, native: undefined as never });
      return settle(input, answer);
    },
  })),
  broken("resumes another call than it has paused", ({ settle }) => ({
    settle: (input, answer) =>
      settle(answer === undefined ? input : { ...(input as TransferInput), tags: ["x"] }, answer),
  })),
  broken("gives the output of a call that did not run", ({ settle }) => ({
    settle: async (input, answer) => {
      await settle(input, answer);
      return answerTo(input as TransferInput);
    },
  })),
];

function broken(fault: string, change: (right: Right) => Partial<Behaviour>): BrokenPausing {
  const harness: PausingHarness = (tool, options) => {
    const enforcement = new Enforcement<never>("broken", options);
    const body = (input: unknown): Promise<string> => tool.run(input as TransferInput);
    const right: Right = {
      enforcement,
      body,
      pauses: async (call) => enforcement.pauses && (await enforcement.pending(call)) !== undefined,
      settle: (input, answer) =>
        enforcement.run<string>({
          toolName: tool.name,
          input,
          native: undefined as never,
          ...(answer === undefined ? {} : { answer }),
          invoke: body,
          deny: (blocked) => denialMessage(blocked),
        }),
    };
    const { pauses, settle } = { ...right, ...change(right) };
    const run = async (input: unknown, answer?: NativeAnswer): Promise<PausableRun> => {
      const call = { toolName: tool.name, input, native: undefined as never };
      if (answer === undefined && (await pauses(call))) return { state: JSON.stringify(input) };
      return { output: await settle(input, answer) };
    };
    return {
      start: (input) => run(input),
      resume: (state, answer) => run(JSON.parse(state), answer),
      forge: (_state, input) => JSON.stringify(input),
    };
  };
  return { fault, harness };
}
