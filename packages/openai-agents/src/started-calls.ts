import { CapFenceError, ConfigurationError } from "@capfence/core";
import type { RunContext } from "@openai/agents";
import type { NativeToolCall } from "./native-answer.ts";

/** A call of a tool that the SDK runs itself: a shell, an editor or a computer. */
export interface LocalToolCall extends NativeToolCall {
  readonly action?: object;
  readonly actions?: readonly object[];
  readonly operation?: object;
}

/** A call that a run has started, which the executor of the tool is not told. */
export interface StartedCall {
  readonly context: RunContext;
  readonly toolCall: LocalToolCall;
}

const started = new WeakMap<object, StartedCall>();
const refused = new WeakMap<LocalToolCall, CapFenceError>();

/** Notes a call that a run starts, under what its executor will be given: the action, or for a computer the context. */
export function noteStart(context: RunContext, toolCall: LocalToolCall): void {
  const { operation, action } = toolCall;
  for (const key of [operation ?? action, context])
    if (key !== undefined) started.set(key, { context, toolCall });
}

/** The call of an executor. Throws `ConfigurationError` for one that no run of a guarded agent has started. */
export function startedCall(key: object | undefined, toolName: string): StartedCall {
  const known = key && started.get(key);
  if (known !== undefined) return known;
  throw new ConfigurationError(
    `"${toolName}" runs only in a run of a guarded agent; guard the agent that has it with guardAgent`,
  );
}

/** Runs what judges a call; the SDK turns into an output what this throws, hence it is kept. */
export async function keepRefusal<Output>(
  { toolCall }: StartedCall,
  run: () => Promise<Output>,
): Promise<Output> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CapFenceError) refused.set(toolCall, error);
    throw error;
  }
}

/** Throws why a call that has ended was not run, or not recorded, if so. */
export function throwRefusal(call: LocalToolCall): void {
  const error = refused.get(call);
  if (error !== undefined) throw error;
}
