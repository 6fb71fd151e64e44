import { type AgentActionBlocked, denialMessage } from "@capfence/core";

/**
 * A block in message mode, as a tool of the AI SDK can only tell it: an error, whose text the model reads. The block
 * is its `cause`.
 */
export class ToolDenied extends Error {
  override readonly name = "ToolDenied";

  constructor(blocked: AgentActionBlocked) {
    super(denialMessage(blocked), { cause: blocked });
  }

  /** What the SDK shows the model of an error. */
  override toString(): string {
    return this.message;
  }
}
