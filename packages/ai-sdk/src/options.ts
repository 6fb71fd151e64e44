import type { PausingAdapterOptions } from "@capfence/core/adapter";
import type { ModelMessage } from "ai";

/** What the AI SDK says of a call, the same when it asks for an approval and when it runs the tool. */
export interface AiSdkCall {
  readonly toolCallId?: string;
  /** The messages the model was sent. Clients often hold them, and can change them. */
  readonly messages: readonly ModelMessage[];
  /** The context of the tool from `toolsContext`; with `ai` 6, the `experimental_context`. */
  readonly context?: unknown;
}

/** What a guard around AI SDK tools takes. */
export type AiSdkGuardOptions = PausingAdapterOptions<AiSdkCall>;
