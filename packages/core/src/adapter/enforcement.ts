import { freezeJsonObject } from "../encoding/json.ts";
import { ConfigurationError } from "../errors.ts";
import { AgentActionBlocked } from "../runtime/blocked.ts";
import { Guard, type GuardedCall, type ListedTool, type ProposedCall } from "../runtime/guard.ts";
import type { ActionRuntime } from "../runtime/runtime.ts";
import type { ExecutionPreview } from "../runtime/verdict.ts";
import { type NativeAnswer, passOn } from "./native-answer.ts";
import type { PausingAdapterOptions } from "./options.ts";
import { type PendingApproval, pendingApproval } from "./pending-approval.ts";

/** A call as far as it is judged, with what the framework says of it. */
export interface NativeProposal<Native> extends ProposedCall {
  readonly native: Native;
}

/** A tool as far as it is known before it is called, with what the framework says of who would call it. */
export interface NativeTool<Native> extends ListedTool {
  readonly native: Native;
}

/** One call of a framework's tool on its way through the guard. */
export interface NativeCall<Native, Output> extends GuardedCall<Output> {
  readonly native: Native;
  /** What a human has answered to this call in the framework's own way. */
  readonly answer?: NativeAnswer;
  /** The framework's own denial, given in place of the tool's output when the call is blocked in message mode. */
  readonly deny?: (blocked: AgentActionBlocked) => Output;
}

/** The guard as adapters use it: with the identity that the framework knows, its denials and its pauses. */
export class Enforcement<Native> {
  readonly runtime: ActionRuntime;
  readonly onBlocked: "throw" | "message";
  /** Whether a call that needs an approval is to pause the run, where the framework can. */
  readonly pauses: boolean;
  readonly #guard: Guard;
  readonly #options: PausingAdapterOptions<Native>;

  /** Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work. */
  constructor(framework: string, options: PausingAdapterOptions<Native>) {
    const { identify: _identify, approver: _approver, onApproval, ...rest } = options;
    this.pauses = onApproval === "pause";
    const settled = onApproval === undefined || onApproval === "pause" ? {} : { onApproval };
    this.#guard = new Guard({ ...rest, ...settled, framework });
    this.#options = options;
    this.runtime = this.#guard.runtime;
    this.onBlocked = this.#guard.onBlocked;
  }

  /** As `Guard.run`; in message mode a blocked call that has a denial gives it instead of throwing. */
  async run<Output>(call: NativeCall<Native, Output>): Promise<Output> {
    const { answer, deny, native } = call;
    try {
      // Before anything is awaited: from here on nobody can change the call.
      // An answer is to what was asked before it: another resume may use it up meanwhile, and then nobody is asked anew.
      const given =
        answer === undefined ? call : { ...call, input: freezeJsonObject(call.input), asks: false };
      return await this.#identified(native, async () => {
        if (answer !== undefined) await this.#passOn(given, answer);
        return this.#guard.run(given);
      });
    } catch (error) {
      if (deny === undefined || this.onBlocked !== "message") throw error;
      if (!AgentActionBlocked.isInstance(error)) throw error;
      return deny(error);
    }
  }

  /** What `run` would decide now, recording nothing; undefined for a call that is refused unjudged. */
  async preview(call: NativeProposal<Native>): Promise<ExecutionPreview | undefined> {
    return this.#identified(call.native, () => this.#guard.preview(call));
  }

  /** As `Guard.couldRun`: whether the tool might run for whom the framework knows. */
  couldRun(tool: NativeTool<Native>): boolean {
    return this.#identified(tool.native, () => this.#guard.couldRun(tool));
  }

  /**
   * What a call waits for; undefined for one that runs or is refused. The request for approval is made and recorded
   * the first time this is asked, and only found again after that.
   */
  async pending(call: NativeProposal<Native>): Promise<PendingApproval | undefined> {
    return this.#identified(call.native, async () => pendingApproval(await this.#guard.ask(call)));
  }

  /**
   * Passes on what a human has answered to a call, and runs nothing: for frameworks that have several calls answered
   * before the first of them runs. Throws `ApprovalError` for a yes of somebody who may not give it, and
   * `AgentActionBlocked` for a no that nobody who may reject has said.
   */
  async answer(call: NativeProposal<Native>, answer: NativeAnswer): Promise<void> {
    const given = { ...call, input: freezeJsonObject(call.input) };
    await this.#identified(call.native, () => this.#passOn(given, answer));
  }

  async #passOn(call: NativeProposal<Native>, answer: NativeAnswer): Promise<void> {
    const preview = await this.#guard.preview(call);
    if (preview === undefined) return;
    await passOn(answer, preview, this.runtime, (request) =>
      this.#options.approver?.(call.native, request),
    );
  }

  #identified<Result>(native: Native, body: () => Result): Result {
    const identity = this.#options.identify?.(native);
    if (identity === undefined) return body();
    if ("then" in identity)
      throw new ConfigurationError("identify must answer at once, not with a promise");
    return this.runtime.withIdentity(identity, body);
  }
}
