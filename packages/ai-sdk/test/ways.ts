import { AgentActionBlocked } from "@capfence/core";
import type { ModelMessage, ToolSet } from "ai";
import type { CapFence } from "../src/cap-fence.ts";
import type { Sdk, Turn } from "./sdks.ts";

/** What one run of an agent gave. */
export interface Run {
  readonly content: readonly Part[];
  readonly messages: readonly ModelMessage[];
  readonly text: string;
}

/** A part of what an agent gave, as far as tests look at it. */
interface Part {
  readonly type: string;
  readonly toolCallId?: string;
  readonly error?: unknown;
  readonly output?: unknown;
  readonly preliminary?: boolean;
  readonly approvalId?: string;
  readonly reason?: string;
}

/** What an agent is started with: tools, or all of `capFence`. */
export interface Started {
  readonly tools: ToolSet;
  readonly messages?: readonly ModelMessage[];
  readonly turns: readonly Turn[];
  readonly signal?: AbortSignal;
  readonly more?: object;
}

/** A way to run an agent. It throws what its caller gets to see. */
export type Way = (sdk: Sdk, fence: CapFence<ToolSet> | object, started: Started) => Promise<Run>;

export const HELLO: ModelMessage = { role: "user", content: "go on" };

function settings({ ai, model }: Sdk, fence: object, { turns, ...rest }: Started) {
  return {
    model: model(...turns) as never,
    stopWhen: ai.stepCountIs(4),
    tools: rest.tools,
    ...fence,
    ...(rest.signal === undefined ? {} : { abortSignal: rest.signal }),
    ...rest.more,
  };
}

/** The messages of all steps; with `ai` 6 those of the response are. */
function madeBy(result: {
  readonly responseMessages: readonly ModelMessage[] | undefined;
  readonly response: { readonly messages: readonly ModelMessage[] };
}): readonly ModelMessage[] {
  return result.responseMessages ?? result.response.messages;
}

const generate: Way = async (sdk, fence, started) => {
  const messages = [...(started.messages ?? [HELLO])];
  const result = await sdk.ai.generateText({ ...settings(sdk, fence, started), messages });
  return {
    content: result.steps.flatMap((step) => step.content) as readonly Part[],
    messages: [...messages, ...madeBy(result)],
    text: result.text,
  };
};

const stream: Way = async (sdk, fence, started) => {
  const messages = [...(started.messages ?? [HELLO])];
  const result = sdk.ai.streamText({
    ...settings(sdk, fence, started),
    messages,
    onError: () => undefined,
  });
  const content: Part[] = [];
  for await (const part of result.fullStream) content.push(part);
  for (const { type, error } of content) if (type === "error") throw error;
  if (content.some(({ type }) => type === "abort")) throw new Error("aborted");
  const made = { response: await result.response, responseMessages: await result.responseMessages };
  return { content, messages: [...messages, ...madeBy(made)], text: await result.text };
};

const agent: Way = async (sdk, fence, started) => {
  const messages = [...(started.messages ?? [HELLO])];
  const { abortSignal, ...rest } = settings(sdk, fence, started) as { abortSignal?: AbortSignal };
  const loop = new sdk.ai.ToolLoopAgent(rest as never);
  const result = await loop.generate({
    messages,
    ...(abortSignal === undefined ? {} : { abortSignal }),
  });
  return {
    content: result.steps.flatMap((step) => step.content) as readonly Part[],
    messages: [...messages, ...madeBy(result)],
    text: result.text,
  };
};

/** The ways to run an agent. */
export const ways: Readonly<Record<"generateText" | "streamText" | "ToolLoopAgent", Way>> = {
  generateText: generate,
  streamText: stream,
  ToolLoopAgent: agent,
};

/** What the model reads of the last tool result. */
export function readByModel({ messages }: Pick<Run, "messages">): unknown {
  const results = messages.flatMap((message) =>
    message.role === "tool" ? message.content.filter((part) => part.type === "tool-result") : [],
  );
  return results.at(-1)?.output;
}

/** The first request for an approval in what an agent gave. */
export function requestIn({ content }: Pick<Run, "content">): Part | undefined {
  return content.find(({ type }) => type === "tool-approval-request");
}

/** The text of a denial in what the model reads; undefined for anything else. */
export function denialIn(output: unknown): string | undefined {
  const { type, reason, value } = (output ?? {}) as {
    readonly type?: string;
    readonly reason?: string;
    readonly value?: string;
  };
  if (type === "execution-denied") return reason;
  return type === "error-text" ? value : undefined;
}

/** What a tool gave, or the denial the model read; throws what it threw. */
export function resultOf(run: Run): unknown {
  const failed = run.content.find((part) => part.type === "tool-error");
  if (failed !== undefined && AgentActionBlocked.find(failed.error) === undefined)
    throw failed.error;
  const done = run.content.findLast((part) => part.type === "tool-result");
  if (done !== undefined) return done.output;
  const read = readByModel(run) as { readonly type?: string; readonly value?: unknown } | undefined;
  return read?.type === "text" || read?.type === "json" ? read.value : read;
}
