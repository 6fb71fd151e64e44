import { AgentActionBlocked, CapFenceError, denialMessage, findWrapped } from "@capfence/core";
import { type RunContext, tool } from "@openai/agents";
import {
  type Approval,
  type CallableTool,
  DEFAULT_ERROR,
  guardOfFunction,
} from "./function-tool.ts";
import { type GuardedTool, setGuard } from "./guarded-tools.ts";
import { enforcementOf, type OpenAiGuardOptions } from "./options.ts";
import type { CallDetails } from "./tool-guard.ts";

/** The options of the SDK's `tool`, as far as the guard looks into them. */
interface ToolSettings {
  readonly name?: string;
  readonly outputSchema?: unknown;
  readonly needsApproval?: boolean | Approval;
  readonly errorFunction?: ErrorFunction | null;
  readonly execute: (input: unknown, context?: RunContext, details?: CallDetails) => unknown;
}

type ErrorFunction = (context: RunContext, error: unknown, details?: CallDetails) => unknown;

/**
 * The SDK's `tool` for tools that run only what the policy allows. Unlike with `guardTool`, what is judged is what the
 * tool's schema has made of the model's arguments, and nobody is asked about what does not fit the schema.
 *
 * Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work.
 */
export function createCapFenceTool<Context = unknown>(
  options: OpenAiGuardOptions<Context>,
): typeof tool {
  const settings = options as OpenAiGuardOptions;
  enforcementOf(settings);
  return ((given: ToolSettings) => make(given, settings)) as unknown as typeof tool;
}

function make(given: ToolSettings, options: OpenAiGuardOptions): CallableTool {
  const enforcement = enforcementOf(options);
  const { execute, needsApproval: own, outputSchema } = given;
  const needsApproval: Approval = (context, input, callId) =>
    guard.needsAnswer(context, input, callId, (judged) =>
      typeof own === "function" ? own(context, judged, callId) : own === true,
    );
  const made = tool({
    ...given,
    name: given.name ?? execute.name,
    execute: (input: unknown, context: RunContext, details?: CallDetails) =>
      guard.run<unknown>(context, input, details ?? {}, {
        invoke: (judged) => execute.call(given, judged, context, details),
        ...(outputSchema === undefined ? { deny: denialMessage } : {}),
      }),
    ...(enforcement.pauses ? { needsApproval } : {}),
    errorFunction: errorFunctionOf(given),
  } as never) as unknown as CallableTool;
  const guard = guardOfFunction(made, enforcement);
  // The SDK alone can parse, and a call that a human has refused goes no further than the guard.
  const refuse: GuardedTool["refuse"] = async (context, call) => {
    const { arguments: text } = call as { readonly arguments: string };
    try {
      await made.invoke(context, text, { toolCall: call });
    } catch (error) {
      if (!AgentActionBlocked.isInstance(error)) throw error;
    }
  };
  setGuard(made, { options, refuse });
  return made;
}

/** What becomes of an error as the SDK does it, but for those of the guard, which the caller gets. */
function errorFunctionOf({ errorFunction, outputSchema }: ToolSettings): ErrorFunction | null {
  if (errorFunction === null) return null;
  if (errorFunction === undefined && outputSchema !== undefined) return null;
  return (context, error, details) => {
    const own = findWrapped(error, (one): one is CapFenceError => one instanceof CapFenceError);
    if (own !== undefined) throw own;
    return errorFunction === undefined
      ? `${DEFAULT_ERROR}. Please try again.`
      : errorFunction(context, error, details);
  };
}
