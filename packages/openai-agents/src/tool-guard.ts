import { AgentActionBlocked, freezeJsonObject, type JsonObject } from "@capfence/core";
import type { NativeCall, NativeProposal } from "@capfence/core/adapter";
import type { RunContext } from "@openai/agents";
import { isAnswered, nativeAnswer, type NativeToolCall } from "./native-answer.ts";
import { noteThrown } from "./nested-runs.ts";
import type { OpenAiEnforcement } from "./options.ts";

/** What the SDK says of one call. */
export interface CallDetails {
  readonly toolCall?: NativeToolCall;
  readonly signal?: AbortSignal;
}

/** What becomes of a call: how it runs, and how it looks where it does not. */
type Execution<Output> = Pick<NativeCall<RunContext, Output>, "invoke" | "deny" | "isFailure">;

/** The guard of one tool. A call is the same to it when a run pauses at it, when it runs, and when a human refuses it. */
export class ToolGuard {
  readonly #enforcement: OpenAiEnforcement;
  readonly #toolName: string;
  readonly #definition: JsonObject;

  /** Approvals are for a tool that is shown to the model as `definition` says, and for no other. */
  constructor(enforcement: OpenAiEnforcement, toolName: string, definition: JsonObject) {
    this.#enforcement = enforcement;
    this.#toolName = toolName;
    this.#definition = definition;
  }

  /** Whether a call that needs an approval pauses the run. */
  get pauses(): boolean {
    return this.#enforcement.pauses;
  }

  /** Judges a call, with what a human has said of it, records it, and runs it if it may. */
  run<Output>(
    context: RunContext,
    input: unknown,
    { toolCall, signal }: CallDetails,
    execution: Execution<Output>,
  ): Promise<Output> {
    const answer = nativeAnswer(context, this.#toolName, toolCall);
    // A yes counts only where we have asked for it; a no does anywhere.
    const counts = answer !== undefined && (this.pauses || !answer.approved);
    return noteThrown(() =>
      this.#enforcement.run({
        ...this.#proposal(context, input, toolCall?.callId),
        ...(counts ? { answer } : {}),
        ...(signal === undefined ? {} : { signal }),
        ...execution,
      }),
    );
  }

  /** Whether the run pauses at a call: it waits for an approval, or the tool's own predicate says so. */
  async needsAnswer(
    context: RunContext,
    given: unknown,
    callId: string | undefined,
    own: (input: JsonObject) => boolean | Promise<boolean>,
  ): Promise<boolean> {
    const input = freezeJsonObject(given);
    const waits = await this.#waits(this.#proposal(context, input, callId), callId);
    return (await own(structuredClone(input))) || waits;
  }

  /** Whether a call waits for an approval, with its request on record, also where the call pauses anyway. */
  async #waits(call: NativeProposal<RunContext>, callId: string | undefined): Promise<boolean> {
    if (!isAnswered(call.native, callId))
      return (await this.#enforcement.pending(call)) !== undefined;
    // The SDK asks again when it resumes a run, and an answer is to what was asked before it: nobody is asked any more.
    // It also asks where the answer is to another agent's call that has the same id; then this call still waits.
    return (await this.#enforcement.preview(call))?.reason === "approval_required";
  }

  /** Passes on a human's no to a call that does not run. */
  async refuse(
    context: RunContext,
    input: unknown,
    callId: string | undefined,
    note: string | undefined,
  ): Promise<void> {
    const answer = { approved: false, ...(note === undefined ? {} : { note }) };
    const call = { ...this.#proposal(context, input, callId), answer, invoke: neverRun };
    try {
      await this.#enforcement.run(call);
    } catch (error) {
      if (!AgentActionBlocked.isInstance(error)) throw error;
    }
  }

  #proposal(
    native: RunContext,
    input: unknown,
    toolCallId: string | undefined,
  ): NativeProposal<RunContext> {
    const context = toolCallId === undefined ? {} : { toolCallId };
    const [toolName, definition] = [this.#toolName, this.#definition];
    return { toolName, definition, native, input, context };
  }
}

function neverRun(): never {
  throw new Error("a call that a human has refused must not run");
}
