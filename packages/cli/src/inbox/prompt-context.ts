/** Where a prompt is shown, and what ends it. */
export interface PromptContext {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
  readonly clearPromptOnDone: boolean;
}

/** Shows a prompt until it is answered; rejects where it is ended without an answer. */
export type Prompt<Value, Options> = (options: Options, context: PromptContext) => Promise<Value>;
