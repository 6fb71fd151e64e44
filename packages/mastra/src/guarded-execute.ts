import { Enforcement, snapshot } from "@capfence/core/adapter";
import { isValidationError } from "@mastra/core/tools";
import { factsOf, pauserOf, resumptionOf, withoutPause } from "./call-context.ts";
import { denial } from "./denial.ts";
import type { MastraCall } from "./options.ts";
import { reportToRun } from "./run-report.ts";
import { definitionOf, parseInput, type WithInputSchema } from "./tool-schema.ts";

/** What runs a tool. */
export type Execute = (input: unknown, context?: MastraCall) => unknown;

/** A tool, and how it is to be guarded. */
export interface Guarding {
  readonly tool: WithInputSchema;
  readonly execute: Execute;
  readonly toolName: string;
  readonly enforcement: Enforcement<MastraCall>;
  /** Whether a call that needs an approval is to pause its run. */
  readonly pauses: boolean;
}

/** Runs a tool only as the policy allows. */
export function guardedExecute(guarding: Guarding): Execute {
  const definition = definitionOf(guarding.tool, guarding.toolName);
  return async (input, context) => {
    try {
      return await judge(guarding, definition, snapshot(input), context);
    } catch (error) {
      reportToRun(error);
      throw error;
    }
  };
}

async function judge(
  { tool, execute, toolName, enforcement, pauses }: Guarding,
  definition: object,
  given: unknown,
  native: MastraCall,
): Promise<unknown> {
  const parsed = parseInput(tool, toolName, given);
  if (isValidationError(parsed)) return parsed;
  const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  const input = isObject ? parsed : { input: parsed };
  const call = { toolName, input, native, definition, context: factsOf(native) };

  const pause = pauses ? pauserOf(native) : undefined;
  const pending = pause && (await enforcement.pending(call));
  if (pause !== undefined && pending !== undefined) return pause(pending);

  const resumption = resumptionOf(native);
  // A yes is for the call that was paused, and not for another one that waits.
  const isForThis =
    resumption?.approved !== true ||
    (await enforcement.preview(call))?.approvalId === resumption.approvalId;
  return enforcement.run<unknown>({
    ...call,
    ...(resumption !== undefined && isForThis ? { answer: resumption } : {}),
    ...(native?.abortSignal === undefined ? {} : { signal: native.abortSignal }),
    invoke: (judged) =>
      execute(
        isObject ? judged : judged["input"],
        resumption === undefined ? native : withoutPause(native),
      ),
    isFailure: isValidationError,
    deny: denial,
  });
}
