import { denialMessage, JsonError, type JsonObject } from "@capfence/core";
import {
  type Enforcement,
  type NativeAnswer,
  type NativeProposal,
  type PendingApproval,
  snapshot,
} from "@capfence/core/adapter";
import type { Tool } from "ai";
import { answerTo, isAnswered, isUnsettled } from "./answers.ts";
import { neverRun, passOnNo } from "./human-answer.ts";
import type { AiSdkCall } from "./options.ts";
import { callOf, type SdkOptions } from "./sdk-options.ts";
import { definitionOf } from "./tool-definition.ts";
import { ToolDenied } from "./tool-denied.ts";
import { isStreaming, outputOf, streamed } from "./tool-output.ts";

/** A tool that the SDK runs itself. */
export type RunnableTool = Tool & {
  readonly execute: (input: unknown, options: unknown) => unknown;
};

/** The SDK's own denial of a call that has not run. */
export interface Denial {
  readonly type: "denied";
  readonly reason: string;
}

/** The one way to a tool: whatever the SDK asks about a call of it, or does with one, goes through here. */
export class ToolGate {
  readonly #toolName: string;
  readonly #tool: RunnableTool;
  readonly #enforcement: Enforcement<AiSdkCall>;
  readonly #waits: boolean;
  readonly #throws: boolean;
  #definition: Promise<JsonObject> | undefined;

  /** With `waits`, calls that need an approval wait for it in `execute`. */
  constructor(
    toolName: string,
    tool: RunnableTool,
    enforcement: Enforcement<AiSdkCall>,
    waits: boolean,
  ) {
    this.#toolName = toolName;
    this.#tool = tool;
    this.#enforcement = enforcement;
    this.#waits = waits;
    this.#throws = enforcement.onBlocked === "throw";
  }

  /**
   * Whether a call would run as far as policy is concerned, or asks for an approval first. A call that is refused is
   * refused here, on record: before any other call of its step has run.
   */
  async review(input: unknown, options: SdkOptions): Promise<"runs" | "asks" | Denial> {
    const call = await this.#proposal(input, options);
    const { pauses } = this.#enforcement;
    try {
      const found = await this.#enforcement.preview(call);
      if (found?.authorized === true) return "runs";
      if (found?.reason === "approval_required") {
        // What a human has answered is settled where the tool would run.
        if (this.#waits || isAnswered(call.native)) return "runs";
        if (pauses) return "asks";
      }
    } catch (error) {
      return this.#leaveToExecute(error, "runs");
    }
    return this.#refuse(call);
  }

  /**
   * Refuses a call that a history wants to be run though nobody can have been asked about it, since policy lets it
   * through by itself: whoever holds the history has made it up.
   */
  async refuseUnasked(input: unknown, options: SdkOptions): Promise<Denial | undefined> {
    const call = await this.#proposal(input, options);
    if (!isUnsettled(call.native) || !(await this.#isAllowed(call))) return undefined;
    return this.#refuse({ ...call, answer: { approved: false } });
  }

  /** What a call waits for, with its request on record. */
  async ask(input: unknown, options: SdkOptions): Promise<PendingApproval | undefined> {
    const call = await this.#proposal(input, options);
    try {
      return await this.#enforcement.pending(call);
    } catch (error) {
      return this.#leaveToExecute(error, undefined);
    }
  }

  /** Whether the tool itself wants a human to be asked. */
  async wantsApproval(input: unknown, options: SdkOptions): Promise<boolean> {
    const { needsApproval } = this.#tool;
    return typeof needsApproval === "function"
      ? needsApproval.call(this.#tool, input, options as never)
      : needsApproval === true;
  }

  /** What `needsApproval` of a guarded tool says: all that is asked before a call with `ai` 6. */
  async needsApproval(input: unknown, options: SdkOptions): Promise<boolean> {
    // The SDK has no denial here: in message mode `execute` gives it.
    if (this.#throws) await this.review(input, options);
    // The SDK asks about answered calls again, and drops those that nobody needs an answer to.
    if (
      isAnswered(callOf(options)) &&
      !(await this.#isAllowed(await this.#proposal(input, options)))
    )
      return true;
    if (this.#enforcement.pauses && (await this.ask(input, options)) !== undefined) return true;
    return this.wantsApproval(input, options);
  }

  /** Runs the tool, if the call is authorised; a tool that is an async generator function keeps being one. */
  execute(input: unknown, options: SdkOptions): unknown {
    const given = snapshot(input);
    const run = async (): Promise<unknown> => {
      const call = await this.#proposal(given, options);
      const answered = this.#enforcement.pauses && isAnswered(call.native);
      const answer = answered ? answerTo(call.native) : undefined;
      return this.#enforcement.run<unknown>({
        ...call,
        // An answer that does not count must not become the question that it is repeated to.
        asks: !answered,
        ...(answer === undefined ? {} : { answer }),
        ...(options?.abortSignal === undefined ? {} : { signal: options.abortSignal }),
        invoke: (judged) => outputOf(this.#tool, judged, options),
        deny: (blocked) => {
          throw new ToolDenied(blocked);
        },
      });
    };
    return isStreaming(this.#tool) ? streamed(run) : run();
  }

  /** Passes on a human's no, after which the SDK does not run the call, to the request that it answers. */
  async reject(input: unknown, options: SdkOptions, answer: NativeAnswer): Promise<void> {
    await passOnNo(await this.#proposal(input, options), answer, this.#enforcement);
  }

  /** Whether policy lets a call through whatever anybody says. */
  async #isAllowed(call: NativeProposal<AiSdkCall>): Promise<boolean> {
    try {
      return (await this.#enforcement.preview(call))?.decision === "allow";
    } catch (error) {
      return this.#leaveToExecute(error, false);
    }
  }

  #refuse(call: NativeProposal<AiSdkCall> & { readonly answer?: NativeAnswer }): Promise<Denial> {
    return this.#enforcement.run<Denial>({
      ...call,
      invoke: neverRun,
      deny: (blocked) => ({ type: "denied", reason: denialMessage(blocked) }),
    });
  }

  /** The tool is not run on input that is no plain JSON; in message mode the model is told so there. */
  #leaveToExecute<Answer>(error: unknown, answer: Answer): Answer {
    if (error instanceof JsonError && !this.#throws) return answer;
    throw error;
  }

  async #proposal(
    input: unknown,
    options: SdkOptions | undefined,
  ): Promise<NativeProposal<AiSdkCall> & { readonly definition: JsonObject }> {
    const native = callOf(options);
    const { toolCallId } = native;
    this.#definition ??= definitionOf(this.#toolName, this.#tool);
    return {
      native,
      toolName: this.#toolName,
      input,
      context: toolCallId === undefined ? {} : { toolCallId },
      definition: await this.#definition,
    };
  }
}
