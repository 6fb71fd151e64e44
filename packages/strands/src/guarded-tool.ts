import { type AgentActionBlocked, denialMessage, type JsonObject } from "@capfence/core";
import { asSent, type Enforcement, type NativeProposal, snapshot } from "@capfence/core/adapter";
import {
  type InvokableTool,
  type JSONValue,
  TextBlock,
  Tool,
  type ToolContext,
  ToolResultBlock,
  type ToolSpec,
  type ToolStreamGenerator,
} from "@strands-agents/sdk";
import { humanAnswer } from "./human-answer.ts";
import type { StrandsCall } from "./options.ts";
import { bodyOf, type ToolBody } from "./tool-body.ts";

/** A tool that runs another one only as the policy allows. Nothing leads from it to the tool it guards. */
export class GuardedTool extends Tool {
  override readonly name: string;
  override readonly description: string;
  override readonly toolSpec: ToolSpec;
  /** Only where the guarded tool has one. */
  declare readonly invoke?: InvokableTool<unknown, unknown>["invoke"];
  readonly #tool: ToolBody;
  readonly #proposal: Pick<NativeProposal<StrandsCall>, "toolName"> & {
    readonly definition: object;
  };
  readonly #enforcement: Enforcement<StrandsCall>;

  constructor(tool: Tool, enforcement: Enforcement<StrandsCall>) {
    super();
    this.name = tool.name;
    this.description = tool.description;
    this.toolSpec = tool.toolSpec;
    this.#tool = bodyOf(tool);
    this.#enforcement = enforcement;
    this.#proposal = { toolName: tool.name, definition: definitionOf(tool) };
    if ("invoke" in tool) this.invoke = (input, context) => this.#invoke(snapshot(input), context);
  }

  /** Where agents run the tool. In throw mode a block is thrown, which an agent makes an error result of. */
  override stream(context: ToolContext): ToolStreamGenerator {
    return this.#stream(snapshot(context.toolUse.input), context);
  }

  async *#stream(given: unknown, context: ToolContext): ToolStreamGenerator {
    const { toolUseId } = context.toolUse;
    const call = this.#call(given, context);
    const answer = await humanAnswer(this.#enforcement, call);
    const failure: Failure = {};
    const output = await this.#enforcement.run<ToolStreamGenerator | ToolResultBlock>({
      ...call,
      ...(answer === undefined ? {} : { answer }),
      invoke: (judged) => reporting(this.#tool.body.stream(withInput(context, judged)), failure),
      deny: (blocked) => denial(blocked, toolUseId),
    });
    if (output instanceof ToolResultBlock) return output;
    try {
      return yield* output;
    } catch (error) {
      if (failure.result !== undefined && failure.error === error) return failure.result;
      throw error;
    }
  }

  async #invoke(given: unknown, context: StrandsCall): Promise<unknown> {
    const call = this.#call(given, context);
    const answer = await humanAnswer(this.#enforcement, call);
    const body = this.#tool.body as InvokableTool<unknown, unknown>;
    return this.#enforcement.run<unknown>({
      ...call,
      ...(answer === undefined ? {} : { answer }),
      invoke: (judged) => body.invoke(judged, context && withInput(context, judged)),
      deny: denialMessage,
    });
  }

  #call(given: unknown, context: StrandsCall): NativeProposal<StrandsCall> & Signalled {
    const session = sessionOf(context);
    return {
      ...this.#proposal,
      native: context,
      input: this.#tool.parse(given),
      context: {
        ...(session === undefined ? {} : { sessionId: session }),
        ...(context === undefined ? {} : { toolCallId: context.toolUse.toolUseId }),
      },
      ...(context?.cancelSignal === undefined ? {} : { signal: context.cancelSignal }),
    };
  }
}

/** What a model is shown of a tool: an approval is for a tool that is shown like this, and for no other. */
function definitionOf({ name, description, toolSpec }: Tool): JsonObject {
  return asSent({ name, description, inputSchema: toolSpec.inputSchema });
}

interface Signalled {
  readonly signal?: AbortSignal;
}

/** An error that a tool has given as its result. */
interface Failure {
  result?: ToolResultBlock;
  error?: Error;
}

/** Strands' tools give errors as results; thrown on the way through the guard, they are recorded as what they are. */
async function* reporting(stream: ToolStreamGenerator, failure: Failure): ToolStreamGenerator {
  const result = yield* stream;
  if (result?.status !== "error") return result;
  failure.result = result;
  failure.error = result.error ?? new Error("the tool gave an error result");
  throw failure.error;
}

function withInput(context: ToolContext, judged: JsonObject): ToolContext {
  return { ...context, toolUse: { ...context.toolUse, input: judged as JSONValue } };
}

/** The session of a session manager; without one an agent only makes up an id, each time another. */
function sessionOf(context: StrandsCall): string | undefined {
  const agent = context?.agent as
    | { readonly sessionManager?: { readonly sessionId?: string } }
    | undefined;
  return agent?.sessionManager?.sessionId;
}

/** Strands' own denial: an error result, which the model reads. */
function denial(blocked: AgentActionBlocked, toolUseId: string): ToolResultBlock {
  const content = [new TextBlock(denialMessage(blocked))];
  return new ToolResultBlock({ toolUseId, status: "error", content });
}
