import { asSchema, type ModelMessage, type Tool } from "ai";
import type { AiSdkCall } from "./options.ts";

/** What the SDK hands to the functions of a tool beside the input, in the versions there are. */
export interface SdkOptions {
  readonly toolCallId?: string;
  readonly messages?: readonly ModelMessage[];
  readonly abortSignal?: AbortSignal;
  readonly context?: unknown;
  /** The `context` of `ai` 6. */
  readonly experimental_context?: unknown;
}

/** The part of it that is the same when an approval is asked for and when the tool runs. */
export function callOf(options: SdkOptions | undefined): AiSdkCall {
  const { toolCallId, messages = [], context } = options ?? {};
  return {
    ...(toolCallId === undefined ? {} : { toolCallId }),
    messages,
    context: context ?? options?.experimental_context,
  };
}

/** The context of a tool as the SDK hands it to `execute`: as its schema makes it. Throws where it does not fit. */
export async function toolContext(tool: Tool | undefined, context: unknown): Promise<unknown> {
  const { contextSchema } = (tool ?? {}) as {
    readonly contextSchema?: Parameters<typeof asSchema>[0];
  };
  if (contextSchema === undefined) return context;
  const validated = await asSchema(contextSchema).validate?.(context);
  if (validated === undefined) return context;
  if (!validated.success) throw validated.error;
  return validated.value;
}
