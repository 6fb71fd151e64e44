import {
  type ActionContext,
  type ActionRuntime,
  AgentActionBlocked,
  JsonError,
  type JsonObject,
} from "@capfence/core";
import { Enforcement, type NativeAnswer, type PendingApproval } from "@capfence/core/adapter";
import type { PresentedToken } from "@capfence/core/tokens";
import type { GatewayLog } from "../log.ts";
import { AnswerLost, RequestNotSent } from "../upstream/conversation.ts";
import type { Answer, RequestId } from "../wire/message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import type { Caller } from "./caller.ts";
import { deniedError } from "./denials.ts";
import { lostAnswer, reasonOf, unreachable } from "./failures.ts";

/** Something that may only be done if the policy lets it. */
export interface JudgedAction {
  readonly caller: Caller;
  /** The name of the tool, or that of a method: see `methodTool`. */
  readonly tool: string;
  readonly input: JsonObject;
  /** Has it refused because nobody has reviewed the tool. */
  readonly refusal?: "tool_unreviewed";
  readonly context?: ActionContext;
}

/** An action that is to be done now. */
export interface Execution extends JudgedAction {
  readonly signal: AbortSignal;
  /** What a human has answered to it through the client. */
  readonly answer?: NativeAnswer;
  /** Does it, with the judged input and no other. */
  readonly perform: (judged: JsonObject) => Promise<Answer>;
  /** What is said instead if it is blocked; by default an error. */
  readonly deny?: (blocked: AgentActionBlocked) => Answer;
}

/** How far an action is approved. */
export interface ApprovalStanding {
  readonly authorized: boolean;
  /** The request that it waits for, or runs under; left out where there is none yet, or a grant lets it through. */
  readonly approvalId?: string;
}

/** What has become of an action: its answer, and why nobody knows whether it was done, if nobody does. */
interface Done {
  readonly answer: Answer;
  readonly lost?: AnswerLost;
}

/** The enforcement point of the gateway: every action of every client and server goes through here. */
export class Judge {
  readonly runtime: ActionRuntime;
  readonly #enforcement: Enforcement<Caller>;
  readonly #log: GatewayLog;

  constructor(runtime: ActionRuntime, log: GatewayLog) {
    this.runtime = runtime;
    this.#log = log;
    this.#enforcement = new Enforcement<Caller>("mcp", {
      runtime,
      agentId: "mcp-client",
      onBlocked: "message",
      onApproval: "pause",
      identify: ({ principal, session }) => ({ ...principal.identity, sessionId: session }),
      approver: ({ speaker }) => speaker,
    });
  }

  /** Whether any call of a tool could ever run for this caller: what could not is not listed. */
  couldRun(caller: Caller, tool: string): boolean {
    const token = caller.token?.();
    return this.#enforcement.couldRun({ native: caller, toolName: tool, ...(token && { token }) });
  }

  /** Where an action stands that needs an approval; undefined for one that does not. Records nothing. */
  async standing(action: JudgedAction): Promise<ApprovalStanding | undefined> {
    const seen = await this.#enforcement.preview(nativeOf(action));
    if (seen?.decision !== "require_approval") return undefined;
    const { authorized, approvalId } = seen;
    return { authorized, ...(approvalId === undefined ? {} : { approvalId }) };
  }

  /** What an action waits for, if it waits for an approval; makes the request for it. */
  async pending(action: JudgedAction): Promise<PendingApproval | undefined> {
    return this.#enforcement.pending(nativeOf(action));
  }

  /** Whether it would be done now, or could be once it is approved or comes with a token; records nothing. */
  async isVisible(action: JudgedAction): Promise<boolean> {
    const { token: _shown, ...caller } = action.caller;
    const proposed = { ...nativeOf({ ...action, caller }), listed: true };
    const seen = await this.#enforcement.preview(proposed);
    return seen !== undefined && (seen.authorized || seen.decision !== "deny");
  }

  /**
   * Judges an action, records the decision, does it, and records what came of it. A blocked one is answered with a
   * denial. What was done is answered before its outcome is durable, which saves clients the wait for the disk: should
   * the power fail within these milliseconds, the record says that it was let through, and not how it ended. Throws
   * `RpcFailure` for input that cannot be judged, `AuditError` where the decision cannot be recorded, and
   * `RequestNotSent` where nobody waits for it any more.
   */
  async run(execution: Execution): Promise<Answer> {
    const { answer, signal, perform, deny = deniedError } = execution;
    // What nobody waits for uses up no approval.
    if (signal.aborted) throw new RequestNotSent("nobody waits for the answer");
    try {
      const done = await this.#enforcement.run<Done>({
        ...nativeOf(execution),
        ...(answer === undefined ? {} : { answer }),
        signal,
        invoke: (judged) => performed(perform(judged)),
        isFailure: hasFailed,
        recording: (recorded) => this.#watch(recorded),
        deny: (blocked) => ({ answer: deny(blocked) }),
      });
      return done.answer;
    } catch (error) {
      if (AgentActionBlocked.isInstance(error)) return deny(error);
      if (error instanceof JsonError)
        throw new RpcFailure(CODE.invalidParams, `arguments cannot be judged: ${error.message}`);
      throw error;
    }
  }

  /** The log is closed then, and nothing is let through any more. */
  #watch(recorded: Promise<void>): void {
    recorded.catch((error: unknown) => {
      this.#log.error("what came of a call could not be recorded", { error: reasonOf(error) });
    });
  }
}

/** What the record says of the request that an action came with; JSON-RPC lets ids be empty, records do not. */
export function contextOf(id: RequestId): ActionContext {
  return id === "" ? {} : { toolCallId: String(id) };
}

function nativeOf({ caller, tool, input, refusal, context }: JudgedAction): {
  readonly native: Caller;
  readonly toolName: string;
  readonly input: JsonObject;
  readonly refusal?: "tool_unreviewed";
  readonly context?: ActionContext;
  readonly token?: PresentedToken;
} {
  // Made anew each time that it is asked for: proofs are short, and a human may take long.
  const token = caller.token?.({ tool, arguments: input });
  return {
    native: caller,
    toolName: tool,
    input,
    ...(refusal === undefined ? {} : { refusal }),
    ...(context === undefined ? {} : { context }),
    ...(token === undefined ? {} : { token }),
  };
}

/** A server that fails is an answer too. */
async function performed(doing: Promise<Answer>): Promise<Done> {
  try {
    return { answer: await doing };
  } catch (error) {
    if (error instanceof RpcFailure) return { answer: error.answer };
    if (error instanceof RequestNotSent) return { answer: unreachable() };
    if (error instanceof AnswerLost) return { answer: lostAnswer(), lost: error };
    throw error;
  }
}

/** A lost answer is neither a failure nor a success: the record says `unknown`, which throwing here brings about. */
function hasFailed({ answer, lost }: Done): boolean {
  if (lost !== undefined) throw lost;
  return answer.error !== undefined || answer.result?.["isError"] === true;
}
