import type { ModelMessage } from "ai";

/** What is known of a step before the model is asked. */
export interface Step {
  readonly stepNumber: number;
  readonly steps: readonly { readonly content: readonly object[] }[];
  readonly messages: readonly ModelMessage[];
  readonly toolsContext?: object;
  /** The context of all tools with `ai` 6. */
  readonly experimental_context?: unknown;
}
