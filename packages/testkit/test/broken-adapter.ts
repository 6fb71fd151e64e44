import {
  ActionEvent,
  AgentActionBlocked,
  denialMessage,
  Guard,
  type GuardOptions,
  type JsonObject,
} from "@capfence/core";
import type {
  AdaptedTool,
  AdapterHarness,
  SuiteTool,
  TransferInput,
} from "../src/adapter/harness.ts";

/** An adapter with one fault, and a sentence of the suite that it does not keep to. */
export interface BrokenAdapter {
  readonly fault: string;
  readonly breaks: string;
  readonly harness: AdapterHarness;
}

/** What a broken adapter works with. */
export interface AdapterParts {
  readonly tool: SuiteTool;
  readonly guard: Guard;
  readonly options: GuardOptions;
  /** Does what an adapter should. */
  readonly rightly: Call;
  /** Runs the tool's body and nothing else. */
  readonly body: (input: unknown, signal?: AbortSignal) => Promise<string>;
}

type Call = (input: unknown, signal?: AbortSignal) => Promise<unknown>;

/** An adapter that calls its tool as `call` does; all else about it is right. */
export function broken(
  fault: string,
  breaks: string,
  call: (parts: AdapterParts) => Call,
): BrokenAdapter {
  return { fault, breaks, harness: (tool, options) => adapterCalling(tool, options, call) };
}

/** An adapter that calls its tool as `call` does. */
export function adapterCalling(
  tool: SuiteTool,
  options: GuardOptions,
  call: (parts: AdapterParts) => Call,
): AdaptedTool {
  const guard = new Guard(options);
  const body = (input: unknown, signal?: AbortSignal): Promise<string> =>
    tool.run(input as TransferInput, signal);
  const rightly: Call = (input, signal) =>
    guard.run({ toolName: tool.name, input, invoke: (judged) => body(judged, signal) });
  const run = call({ tool, guard, options, rightly, body });
  const { name, description, inputSchema } = tool;
  const shown = { name, description, inputSchema };
  return {
    async call(input, signal) {
      try {
        return await run(input, signal);
      } catch (error) {
        if (guard.onBlocked !== "message" || !AgentActionBlocked.isInstance(error)) throw error;
        return denialMessage(error);
      }
    },
    shown: { original: shown, guarded: shown },
  };
}

/** The event of a call, for adapters that go past `Guard`. */
export function eventOf({ tool, options }: AdapterParts, input: unknown): ActionEvent {
  return ActionEvent.create({
    actor: options.agentId,
    capability: options.capabilities?.[tool.name] ?? "unmapped",
    toolName: tool.name,
    payload: input as JsonObject,
  });
}
