import {
  type ChatResponse,
  type ChatResponseChunk,
  type LLMMetadata,
  ToolCallLLM,
  type ToolCallLLMMessageOptions,
} from "@llamaindex/core/llms";

/** One call of a tool, as a model makes it. */
export interface ScriptedCall {
  readonly name: string;
  readonly id: string;
  readonly input: object;
}

/** A model that makes these calls, turn by turn, and then says "done". */
export class ScriptedModel extends ToolCallLLM {
  readonly supportToolCall = true;
  readonly metadata: LLMMetadata = {
    model: "scripted",
    temperature: 0,
    topP: 1,
    contextWindow: 4096,
    tokenizer: undefined,
    structuredOutput: false,
  };
  /** How often it was asked. */
  asked = 0;
  readonly #turns: (readonly ScriptedCall[])[];

  constructor(turns: readonly (readonly ScriptedCall[])[]) {
    super();
    this.#turns = [...turns];
  }

  override chat(params: { readonly stream?: boolean }): Promise<never> {
    this.asked += 1;
    const toolCall = this.#turns.shift();
    const options = toolCall === undefined ? {} : { toolCall: [...toolCall] };
    const content = toolCall === undefined ? "done" : "";
    const answer: Answer = params.stream
      ? chunks({ delta: content, options, raw: {} })
      : { message: { role: "assistant", content, options }, raw: {} };
    return Promise.resolve(answer as never);
  }
}

type Chunk = ChatResponseChunk<ToolCallLLMMessageOptions>;
type Response = ChatResponse<ToolCallLLMMessageOptions>;
type Answer = Response | AsyncIterable<Chunk>;

async function* chunks(chunk: Chunk): AsyncGenerator<Chunk> {
  yield chunk;
}
