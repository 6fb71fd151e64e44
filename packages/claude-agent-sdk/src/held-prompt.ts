import type { SDKMessage, SDKUserMessage } from "@anthropic-ai/claude-agent-sdk";

/** How long Claude Code may take to come back to a deferred call whose tool was not there yet. */
const PATIENCE = 60_000;

/**
 * A prompt for a resumed session that keeps Claude Code's input open until its last result. Claude Code first says of a
 * deferred call that its tool is not available, where an in-process server is not connected yet; the SDK may take that
 * for the end of the run, and then nobody answers the hooks of the call, which is refused.
 */
export class HeldPrompt {
  readonly #text: string;
  readonly #over = Promise.withResolvers<void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  async *messages(): AsyncGenerator<SDKUserMessage, void> {
    const message = { role: "user", content: this.#text } as const;
    yield { type: "user", message, parent_tool_use_id: null };
    await this.#over.promise;
  }

  /** To be told every message of the run. */
  see(message: SDKMessage): void {
    clearTimeout(this.#timer);
    if (message.type !== "result") return;
    if (message.terminal_reason !== "tool_deferred_unavailable") return this.release();
    this.#timer = setTimeout(() => this.release(), PATIENCE);
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#over.resolve();
  }
}
