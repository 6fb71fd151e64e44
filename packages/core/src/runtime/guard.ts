import type { ActionContext } from "../action/context.ts";
import { ActionEvent } from "../action/event.ts";
import { freezeJsonObject, type JsonObject } from "../encoding/json.ts";
import { AgentActionBlocked, denialMessage } from "./blocked.ts";
import { checkGuardOptions, type GuardOptions, runtimeOf } from "./guard-options.ts";
import type { PresentedToken } from "../tokens/admit-call.ts";
import type { TokenOptions } from "./authorizer.ts";
import { runRecorded } from "./outcome.ts";
import type { Outcome } from "./records.ts";
import type { ActionRuntime } from "./runtime.ts";
import { executeOnceAnswered } from "./execute-once-answered.ts";
import { toolDigest } from "./tool-digest.ts";
import type { ExecutionPreview, ExecutionVerdict } from "./verdict.ts";

/** One call of a tool, on its way through a guard. */
export interface GuardedCall<Output> {
  readonly toolName: string;
  /** The tool's arguments, a plain JSON object. It is copied and frozen before anything else happens. */
  readonly input: unknown;
  /** What the framework knows of this call. */
  readonly context?: ActionContext;
  /** The tool's definition as the model was shown it (name, description, schemas): approvals are for it alone. */
  readonly definition?: object;
  /** Why the call is not to be judged, but refused and recorded: what the adapter knows of the tool, and no policy does. */
  readonly refusal?: "tool_unreviewed";
  /** The capability token that came with this call; by default that of the identity of the flow that is running. */
  readonly token?: PresentedToken;
  /** Whether the call is only listed, and looked at without the token that it may come with later. */
  readonly listed?: boolean;
  /** Ends a wait for an approval. */
  readonly signal?: AbortSignal;
  /** Whether a call that needs an approval makes a request for it, if there is none (the default). */
  readonly asks?: boolean;
  /** Runs the tool; gets the judged, frozen arguments and must pass on no others. */
  readonly invoke: (judged: JsonObject) => Output | Promise<Output>;
  /** Whether an output means failure, for tools that report instead of throwing. */
  readonly isFailure?: (output: Output) => boolean;
  /**
   * Takes the recording of the outcome, which `run` then does not wait for: the output is given before its record is
   * durable, at most about 10 milliseconds. It rejects with `AuditError` if there can be no record, and the log is closed.
   */
  readonly recording?: (recorded: Promise<void>) => void;
}

/** A call as far as it is judged. */
export type ProposedCall = Pick<
  GuardedCall<unknown>,
  "toolName" | "input" | "context" | "definition" | "refusal" | "token" | "listed"
>;

/** What is known of the calls of a tool before there is one. */
export type ListedTool = Omit<ProposedCall, "input" | "definition" | "listed">;

/** The enforcement point: nothing it guards runs unjudged or unrecorded. */
export class Guard {
  readonly runtime: ActionRuntime;
  readonly onBlocked: "throw" | "message";
  readonly #options: GuardOptions;

  /** Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work. */
  constructor(options: GuardOptions) {
    checkGuardOptions(options);
    this.#options = options;
    this.runtime = runtimeOf(options);
    this.onBlocked = options.onBlocked ?? "throw";
  }

  /**
   * Judges a call, records the decision, runs the tool with the judged arguments, and records the outcome.
   *
   * Throws `AgentActionBlocked` if the call is not authorised, `JsonError` if its arguments are not plain JSON,
   * `AuditError` if it cannot be recorded; the tool was then not called, unless the error says `toolInvoked`.
   * Whatever the tool throws passes unchanged.
   */
  async run<Output>(call: GuardedCall<Output>): Promise<Output> {
    const { event, refusal } = this.#eventOf(call);
    const verdict =
      refusal === undefined
        ? await this.#execute(event, call)
        : await this.runtime.refuse(event, refusal);
    if (!verdict.authorized) throw new AgentActionBlocked(verdict);
    return runRecorded(
      verdict,
      () => call.invoke(verdict.event.payload),
      call.isFailure,
      (settled, outcome) => this.#record(settled, outcome, call.recording),
    );
  }

  /** What `run` would decide now; undefined for a call that is refused unjudged, such as one without a capability. */
  async preview(call: ProposedCall): Promise<ExecutionPreview | undefined> {
    const { event, refusal } = this.#eventOf(call);
    if (refusal !== undefined) return undefined;
    return this.runtime.preview(event, { ...this.#shownWith(call), listed: call.listed });
  }

  /** As `preview`, but makes and records the request for approval that the call waits for, if there is none yet. */
  async ask(call: ProposedCall): Promise<ExecutionPreview | undefined> {
    const { event, refusal } = this.#eventOf(call);
    return refusal === undefined ? this.runtime.ask(event, this.#shownWith(call)) : undefined;
  }

  /**
   * Whether `run` might run the tool with some input, at once or once it is approved: for lists of tools. False for a
   * tool of which nothing could be called, such as one whose name no record can hold.
   */
  couldRun(tool: ListedTool): boolean {
    try {
      const { event, refusal } = this.#eventOf({ ...tool, input: {} });
      return refusal === undefined
        ? this.runtime.couldRun(event, this.#shownWith(tool))
        : this.runtime.mode === "observe";
    } catch {
      // One odd name must not keep an agent from seeing all other tools.
      return false;
    }
  }

  #execute(
    event: ActionEvent,
    call: Pick<GuardedCall<unknown>, "signal" | "asks" | "token">,
  ): Promise<ExecutionVerdict> {
    const { signal, asks = true } = call;
    const { onApproval, approvalWait: timeout } = this.#options;
    const shown = this.#shownWith(call);
    if (onApproval !== "wait" || !asks) return this.runtime.execute(event, { asks, ...shown });
    return executeOnceAnswered(this.runtime, event, {
      ...shown,
      ...(timeout === undefined ? {} : { timeout }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  #shownWith({ token }: TokenOptions): TokenOptions {
    return { token: token ?? this.runtime.identity?.token };
  }

  #record(
    verdict: ExecutionVerdict,
    outcome: Outcome,
    recording: GuardedCall<unknown>["recording"],
  ): void | Promise<void> {
    if (recording === undefined) return this.runtime.recordOutcome(verdict, outcome);
    recording(this.runtime.recordOutcome(verdict, outcome, { hurry: false }));
  }

  #eventOf(call: ProposedCall): {
    readonly event: ActionEvent;
    readonly refusal: "tool_unmapped" | "tool_unreviewed" | undefined;
  } {
    const payload = freezeJsonObject(call.input);
    const { agentId, environment, sessionId, framework } = this.#options;
    const {
      actor = agentId,
      environment: place = environment,
      token: _shown,
      ...identity
    } = this.runtime.identity ?? {};
    const capability = this.#capabilityOf(call.toolName);
    const event = ActionEvent.create({
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(framework === undefined ? {} : { framework }),
      ...call.context,
      ...identity,
      ...(call.definition === undefined ? {} : { toolDigest: toolDigest(call.definition) }),
      ...(place === undefined ? {} : { environment: place }),
      toolName: call.toolName,
      actor,
      capability: capability ?? "unmapped",
      payload,
    });
    const unmapped = capability === undefined ? "tool_unmapped" : undefined;
    return { event, refusal: call.refusal ?? unmapped };
  }

  #capabilityOf(tool: string): string | undefined {
    const { capability, capabilities } = this.#options;
    const own =
      capabilities !== undefined && Object.hasOwn(capabilities, tool)
        ? capabilities[tool]
        : undefined;
    return own ?? capability ?? this.runtime.policy.capabilityOfTool?.(tool);
  }
}

/** What guarding one function takes. */
export interface FunctionGuardOptions<Output> extends GuardOptions {
  /** The tool's name, for the record and for `capabilities`; by default that of the function. */
  readonly toolName?: string;
  /** The tool's definition as the model was shown it (name, description, schemas): approvals are for it alone. */
  readonly definition?: object;
  readonly isFailure?: (output: Output) => boolean;
}

/**
 * A tool behind a guard: same input, same output, but it runs only if policy lets it.
 * With `onBlocked: "message"` a blocked call gives a denial for the model, as JSON text.
 */
export function guard<Input, Output>(
  options: FunctionGuardOptions<Output> & { readonly onBlocked: "message" },
  tool: (input: Input) => Output | Promise<Output>,
): (input: Input, context?: ActionContext) => Promise<Output | string>;
export function guard<Input, Output>(
  options: FunctionGuardOptions<Output>,
  tool: (input: Input) => Output | Promise<Output>,
): (input: Input, context?: ActionContext) => Promise<Output>;
export function guard<Input, Output>(
  options: FunctionGuardOptions<Output>,
  tool: (input: Input) => Output | Promise<Output>,
): (input: Input, context?: ActionContext) => Promise<Output | string> {
  const enforcement = new Guard(options);
  const toolName = options.toolName ?? (tool.name === "" ? "tool" : tool.name);
  return async (input, context) => {
    try {
      return await enforcement.run({
        toolName,
        input,
        ...(context === undefined ? {} : { context }),
        ...(options.definition === undefined ? {} : { definition: options.definition }),
        ...(options.isFailure === undefined ? {} : { isFailure: options.isFailure }),
        invoke: (judged) => tool(judged as Input),
      });
    } catch (error) {
      if (enforcement.onBlocked === "message" && AgentActionBlocked.isInstance(error))
        return denialMessage(error);
      throw error;
    }
  };
}
