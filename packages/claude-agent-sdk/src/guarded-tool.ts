import { AuditError, denialMessage, type Identity, type JsonObject } from "@capfence/core";
import { Enforcement, type NativeAnswer, type NativeProposal } from "@capfence/core/adapter";
import { contextOf } from "./proposal.ts";
import type { ClaudeCall, ClaudeGuardOptions } from "./options.ts";
import { isSameInput } from "./same-input.ts";
import { definitionOf, parseInput } from "./tool-schema.ts";

/** A tool of the SDK's `tool()`, whatever its schema. */
export interface InProcessTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
  readonly handler: (args: never, extra: unknown) => Promise<unknown>;
}

type JudgedHandler = (args: JsonObject, extra: unknown) => Promise<unknown>;

/** What a guarded agent knows of a call that is on its way to a guarded tool. */
export interface Announcement {
  readonly native: ClaudeCall;
  readonly identity: Identity | undefined;
  /** The arguments that were proposed. */
  readonly input: unknown;
  /** Whether the tool's handler has been called for it. */
  isJudged?: boolean;
  answer?: NativeAnswer;
  /** What ended the call before its tool ran, or left it unrecorded. */
  error?: unknown;
}

/** A guarded in-process tool: judges the arguments its handler is called with, the last anybody can change. */
export class GuardedTool {
  readonly enforcement: Enforcement<ClaudeCall>;
  /** By the id of their call. */
  readonly announced: Map<string, Announcement> = new Map<string, Announcement>();
  readonly #name: string;
  readonly #definition: JsonObject;
  readonly #schema: object;
  readonly #options: ClaudeGuardOptions;
  readonly #handler: JudgedHandler;

  constructor(
    tool: InProcessTool,
    options: ClaudeGuardOptions,
    enforcement: Enforcement<ClaudeCall>,
  ) {
    this.enforcement = enforcement;
    this.#name = tool.name;
    this.#definition = definitionOf(tool);
    this.#schema = tool.inputSchema;
    this.#options = options;
    this.#handler = tool.handler as unknown as JudgedHandler;
  }

  /** A call that Claude Code proposes, as the handler will get it. */
  async proposalOf(native: NonNullable<ClaudeCall>): Promise<NativeProposal<ClaudeCall>> {
    const input = await parseInput(this.#schema, native.tool_input);
    return this.#proposal(native, native.tool_use_id, input);
  }

  /** Throws for the id of a call of another run that is still on its way: it could be taken for that. */
  announce(id: string, announcement: Announcement): void {
    if (this.announced.has(id)) throw new AuditError(`another call runs under the id "${id}"`);
    this.announced.set(id, announcement);
  }

  /** Runs the tool if it may, as `tool()` calls its handler. */
  async handle(args: unknown, extra: unknown): Promise<unknown> {
    const id = toolUseIdOf(extra);
    const announced = id === undefined ? undefined : this.announced.get(id);
    const { native, identity } = announced ?? {};
    const answer = announced === undefined ? undefined : takeAnswer(announced, args);
    let thrownByTool: unknown;
    const { signal } = (extra ?? {}) as { readonly signal?: AbortSignal };
    const run = (): Promise<unknown> =>
      this.enforcement.run<unknown>({
        ...this.#proposal(native, id, args),
        ...(signal === undefined ? {} : { signal }),
        ...(answer === undefined ? {} : { answer }),
        invoke: async (judged) => {
          try {
            return await this.#handler(judged, extra);
          } catch (error) {
            thrownByTool = error;
            throw error;
          }
        },
        isFailure: (result) => (result as { readonly isError?: boolean }).isError === true,
        deny: (blocked) => ({
          isError: true,
          content: [{ type: "text", text: denialMessage(blocked) }],
        }),
      });
    try {
      return await (identity === undefined
        ? run()
        : this.enforcement.runtime.withIdentity(identity, run));
    } catch (error) {
      // What the tool itself throws is the model's to read; the rest stops the agent.
      if (announced !== undefined && error !== thrownByTool) announced.error = error;
      throw error;
    }
  }

  #proposal(
    native: ClaudeCall,
    id: string | undefined,
    input: unknown,
  ): NativeProposal<ClaudeCall> {
    const context = contextOf(native, id, this.#options);
    return { native, toolName: this.#name, input, context, definition: this.#definition };
  }
}

/** An answer is for one call: whoever calls again under the same id has none. A yes is for its arguments alone. */
function takeAnswer(announced: Announcement, args: unknown): NativeAnswer | undefined {
  const { answer, input } = announced;
  announced.isJudged = true;
  delete announced.answer;
  return answer?.approved === true && !isSameInput(input, args) ? undefined : answer;
}

function toolUseIdOf(extra: unknown): string | undefined {
  const { _meta: meta } = (extra ?? {}) as { readonly _meta?: Readonly<Record<string, unknown>> };
  const id = meta?.["claudecode/toolUseId"];
  return typeof id === "string" && id !== "" ? id : undefined;
}
