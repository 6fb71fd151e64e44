import { type BaseModelConfig, Model, type ModelStreamEvent } from "@strands-agents/sdk";

/** A call that the model is to make, or the text it is to end with. */
export type Turn = string | readonly ScriptedCall[];

/** One call of a tool. */
export interface ScriptedCall {
  readonly name: string;
  readonly id: string;
  readonly input: unknown;
}

/** A model that says what it is told to, turn by turn, and then "done". */
export class ScriptedModel extends Model {
  readonly #turns: Turn[];

  constructor(turns: readonly Turn[]) {
    super();
    // A model sends text: nobody can change a call once it is made.
    this.#turns = turns.map((turn) => JSON.parse(JSON.stringify(turn)) as Turn);
  }

  override updateConfig(): void {}

  override getConfig(): BaseModelConfig {
    return { modelId: "scripted" };
  }

  override async *stream(): AsyncGenerator<ModelStreamEvent> {
    const turn = this.#turns.shift() ?? "done";
    yield { type: "modelMessageStartEvent", role: "assistant" };
    for (const block of typeof turn === "string" ? [turn] : turn) yield* eventsOf(block);
    yield {
      type: "modelMessageStopEvent",
      stopReason: typeof turn === "string" ? "endTurn" : "toolUse",
    };
  }
}

function* eventsOf(block: string | ScriptedCall): Generator<ModelStreamEvent> {
  if (typeof block === "string") {
    yield { type: "modelContentBlockStartEvent" };
    yield { type: "modelContentBlockDeltaEvent", delta: { type: "textDelta", text: block } };
  } else {
    const { name, id, input } = block;
    yield {
      type: "modelContentBlockStartEvent",
      start: { type: "toolUseStart", name, toolUseId: id },
    };
    yield {
      type: "modelContentBlockDeltaEvent",
      delta: { type: "toolUseInputDelta", input: JSON.stringify(input) },
    };
  }
  yield { type: "modelContentBlockStopEvent" };
}
