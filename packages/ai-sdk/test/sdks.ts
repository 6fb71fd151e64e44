import type { LanguageModelV4GenerateResult } from "@ai-sdk/provider";
import * as ai7 from "ai";
import * as ai6 from "ai-6";
import { MockLanguageModelV3 } from "ai-6/test";
import { MockLanguageModelV4 } from "ai/test";

/** A call that the model makes. */
export interface ScriptedCall {
  readonly tool: string;
  /** As JSON, unless it is text already. */
  readonly input: unknown;
  readonly id?: string;
  readonly providerExecuted?: boolean;
}

/** What the model answers in one turn: text, or calls. */
export type Turn = string | readonly ScriptedCall[];

/** A version of the SDK, with a model that says what it is told to say. */
export interface Sdk {
  readonly name: string;
  readonly ai: typeof ai7;
  readonly model: (...turns: readonly Turn[]) => MockLanguageModelV4;
}

const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };

/** The version 7. */
export const newest: Sdk = {
  name: "ai 7",
  ai: ai7,
  model: (...turns) => new MockLanguageModelV4(answers(turns)),
};

/** The version 6; its types differ where the adapter does not look. */
const older: Sdk = {
  name: "ai 6",
  ai: ai6 as unknown as typeof ai7,
  model: (...turns) => new MockLanguageModelV3(answers(turns)) as unknown as MockLanguageModelV4,
};

/** The versions that the adapter is for. */
export const sdks: readonly Sdk[] = [newest, older];

type Answer = Pick<LanguageModelV4GenerateResult, "content" | "finishReason">;

function answers(turns: readonly Turn[]): object {
  let asked = 0;
  const next = (): Answer => {
    const turn = turns[Math.min(asked, turns.length - 1)] ?? "done";
    asked += 1;
    return typeof turn === "string"
      ? { content: [{ type: "text", text: turn }], finishReason: { unified: "stop", raw: "stop" } }
      : {
          content: turn.map(({ tool, input, id = "call-1", ...rest }) => ({
            type: "tool-call" as const,
            toolCallId: id,
            toolName: tool,
            input: typeof input === "string" ? input : JSON.stringify(input),
            ...rest,
          })),
          finishReason: { unified: "tool-calls", raw: "tool-calls" },
        };
  };
  return {
    doGenerate: async () => ({ ...next(), usage, warnings: [] }),
    doStream: async () => {
      const { content, finishReason } = next();
      const parts = content.flatMap((part): object[] =>
        part.type === "text"
          ? [
              { type: "text-start", id: "t" },
              { type: "text-delta", id: "t", delta: part.text },
              { type: "text-end", id: "t" },
            ]
          : [part],
      );
      const ends: object[] = [{ type: "finish", finishReason, usage }];
      return {
        stream: ReadableStream.from<object>([
          { type: "stream-start", warnings: [] },
          ...parts,
          ...ends,
        ]),
      };
    },
  };
}
