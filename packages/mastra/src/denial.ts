import { AgentActionBlocked, denialMessage } from "@capfence/core";
import { isValidationError, type ValidationError } from "@mastra/core/tools";

/** A denial as Mastra's tools give an error that they do not throw. */
export function denial(blocked: AgentActionBlocked): ValidationError {
  const message = denialMessage(blocked);
  return { error: true, message, validationErrors: { errors: [], fields: {} } };
}

/** A tool's own wording for the model, for what the tool gave; it knows nothing of an error given in its place. */
export function wordingOf(wording: (output: unknown) => unknown): (output: unknown) => unknown {
  return (output) =>
    isValidationError(output) ? { type: "error-text", value: output.message } : wording(output);
}
