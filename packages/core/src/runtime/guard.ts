import { parseCapability, parseEnvironment } from "../action/capability.ts";
import { type ActionContext, readFact } from "../action/context.ts";
import { ActionEvent } from "../action/event.ts";
import { freezeJsonObject, type JsonObject } from "../encoding/json.ts";
import { ConfigurationError } from "../errors.ts";
import { AgentActionBlocked, denialMessage } from "./blocked.ts";
import { runRecorded } from "./outcome.ts";
import { ActionRuntime } from "./runtime.ts";
import { executeOnceAnswered } from "./execute-once-answered.ts";
import { toolDigest } from "./tool-digest.ts";
import type { ExecutionPreview, ExecutionVerdict } from "./verdict.ts";

/** What every guard and every adapter takes. */
export interface GuardOptions {
  /** The runtime that decides and records; or give `policyPath` for one of its own. */
  readonly runtime?: ActionRuntime;
  readonly policyPath?: string;
  /** Who acts, where `runtime.withIdentity` does not say. */
  readonly agentId: string;
  /** The capability of the tool, or of every tool. */
  readonly capability?: string;
  /** The capability of each tool by its name; tools it lacks are looked up in the policy's `tools:`. */
  readonly capabilities?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly sessionId?: string;
  /** The framework that calls, for the record and for `framework` conditions. */
  readonly framework?: string;
  /** `throw` an `AgentActionBlocked` (the default), or give the model a denial as the tool's result. */
  readonly onBlocked?: "throw" | "message";
  /** `block` a call that needs an approval (the default), or `wait` until a human has answered. */
  readonly onApproval?: "block" | "wait";
  /** How long to wait for an answer, in milliseconds; by default until the request expires. */
  readonly approvalWait?: number;
}

/** One call of a tool, on its way through a guard. */
export interface GuardedCall<Output> {
  readonly toolName: string;
  /** The tool's arguments, a plain JSON object. It is copied and frozen before anything else happens. */
  readonly input: unknown;
  /** What the framework knows of this call. */
  readonly context?: ActionContext;
  /** The tool's definition as the model was shown it (name, description, schemas): approvals are for it alone. */
  readonly definition?: object;
  /** Ends a wait for an approval. */
  readonly signal?: AbortSignal;
  /** Whether a call that needs an approval makes a request for it, if there is none (the default). */
  readonly asks?: boolean;
  /** Runs the tool; gets the judged, frozen arguments and must pass on no others. */
  readonly invoke: (judged: JsonObject) => Output | Promise<Output>;
  /** Whether an output means failure, for tools that report instead of throwing. */
  readonly isFailure?: (output: Output) => boolean;
}

/** A call as far as it is judged. */
export type ProposedCall = Pick<
  GuardedCall<unknown>,
  "toolName" | "input" | "context" | "definition"
>;

/** The enforcement point: nothing it guards runs unjudged or unrecorded. */
export class Guard {
  readonly runtime: ActionRuntime;
  readonly onBlocked: "throw" | "message";
  readonly #options: GuardOptions;

  /** Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work. */
  constructor(options: GuardOptions) {
    checkOptions(options);
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
    const { event, mapped } = this.#eventOf(call);
    const verdict = mapped
      ? await this.#execute(event, call)
      : await this.runtime.refuse(event, "tool_unmapped");
    if (!verdict.authorized) throw new AgentActionBlocked(verdict);
    return runRecorded(
      verdict,
      () => call.invoke(verdict.event.payload),
      call.isFailure,
      (settled, outcome) => this.runtime.recordOutcome(settled, outcome),
    );
  }

  /** What `run` would decide now; undefined for a tool without a capability, which is always refused. */
  async preview(call: ProposedCall): Promise<ExecutionPreview | undefined> {
    const { event, mapped } = this.#eventOf(call);
    return mapped ? this.runtime.preview(event) : undefined;
  }

  /** As `preview`, but makes and records the request for approval that the call waits for, if there is none yet. */
  async ask(call: ProposedCall): Promise<ExecutionPreview | undefined> {
    const { event, mapped } = this.#eventOf(call);
    return mapped ? this.runtime.ask(event) : undefined;
  }

  #execute(
    event: ActionEvent,
    { signal, asks = true }: Pick<GuardedCall<unknown>, "signal" | "asks">,
  ): Promise<ExecutionVerdict> {
    const { onApproval, approvalWait: timeout } = this.#options;
    if (onApproval !== "wait" || !asks) return this.runtime.execute(event, { asks });
    return executeOnceAnswered(this.runtime, event, {
      ...(timeout === undefined ? {} : { timeout }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  #eventOf(call: ProposedCall): { readonly event: ActionEvent; readonly mapped: boolean } {
    const payload = freezeJsonObject(call.input);
    const { agentId, environment, sessionId, framework } = this.#options;
    const {
      actor = agentId,
      environment: place = environment,
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
    return { event, mapped: capability !== undefined };
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

/** Finds at once what would otherwise refuse every call. */
function checkOptions(options: GuardOptions): void {
  const { agentId, capability, capabilities, environment, onBlocked, onApproval, approvalWait } =
    options;
  readFact("agentId", agentId);
  if (environment !== undefined) parseEnvironment(environment);
  for (const name of [capability, ...Object.values(capabilities ?? {})])
    if (name !== undefined) parseCapability(name);
  if (onBlocked !== undefined && onBlocked !== "throw" && onBlocked !== "message")
    throw new ConfigurationError(
      `onBlocked must be "throw" or "message", got ${JSON.stringify(onBlocked)}`,
    );
  if (onApproval !== undefined && onApproval !== "block" && onApproval !== "wait")
    throw new ConfigurationError(
      `onApproval must be "block" or "wait", got ${JSON.stringify(onApproval)}`,
    );
  if (approvalWait !== undefined && !(approvalWait >= 0))
    throw new ConfigurationError(
      `approvalWait is a number of milliseconds from 0, got ${JSON.stringify(approvalWait)}`,
    );
}

function runtimeOf({ runtime, policyPath }: GuardOptions): ActionRuntime {
  if (runtime !== undefined && policyPath !== undefined)
    throw new ConfigurationError("give either runtime or policyPath, not both");
  if (runtime !== undefined) return runtime;
  if (policyPath !== undefined) return ActionRuntime.fromPolicy(policyPath);
  throw new ConfigurationError("a guard needs a runtime or a policyPath");
}
