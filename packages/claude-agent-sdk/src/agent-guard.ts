import type {
  CanUseTool,
  Options,
  PermissionResult,
  PreToolUseHookInput,
  SyncHookJSONOutput,
} from "@anthropic-ai/claude-agent-sdk";
import { AgentActionBlocked, AuditError, denialMessage, type Identity } from "@capfence/core";
import { Enforcement, type NativeAnswer, snapshot } from "@capfence/core/adapter";
import { askHost } from "./ask-host.ts";
import type { GuardedTool } from "./guarded-tool.ts";
import { GuardedServers } from "./guarded-servers.ts";
import { decide } from "./hook-output.ts";
import { type Ending, OpenCalls } from "./open-calls.ts";
import type { ClaudeCall, ClaudeGuardOptions, DeferredAnswer } from "./options.ts";
import { proposalOf } from "./proposal.ts";
import { isSameInput } from "./same-input.ts";

/** How Claude Code reports the end of a call. */
export interface EndedCall {
  readonly session_id: string;
  readonly tool_input: unknown;
  readonly tool_use_id: string;
  /** Only of calls that failed. */
  readonly error?: string;
}

/** The guard of one run of an agent: judges its calls before Claude Code runs them, and records what became of them. */
export class AgentGuard {
  readonly calls: OpenCalls;
  readonly #enforcement: Enforcement<ClaudeCall>;
  readonly #options: ClaudeGuardOptions;
  readonly #servers = new GuardedServers();
  readonly #host: CanUseTool | undefined;
  readonly #announced = new Map<string, GuardedTool>();
  readonly #answers: Map<string, DeferredAnswer>;
  /** The arguments of calls that a human has said yes to, by the id of their call. */
  readonly #answered = new Map<string, unknown>();
  readonly #over = new AbortController();
  readonly #identity: Identity | undefined;
  #failure: { readonly error: unknown } | undefined;
  /** By session what has stopped it: several may be run with the same options. */
  readonly #stopped = new Map<string, unknown>();

  constructor({ mcpServers, canUseTool }: Options, options: ClaudeGuardOptions) {
    this.#enforcement = new Enforcement<ClaudeCall>("claude-agent-sdk", options);
    this.calls = new OpenCalls(this.#enforcement, this.#over.signal);
    this.#options = options;
    this.#answers = new Map(Object.entries(options.answers ?? {}));
    this.#servers.add(mcpServers);
    this.#host = canUseTool;
    // Hooks are called from a stream of Claude Code's process, which belongs to no flow.
    this.#identity = this.#enforcement.runtime.identity;
  }

  /** Whether calls that need an approval end the run, to be resumed later. */
  get defers(): boolean {
    return this.#enforcement.pauses && this.#host === undefined;
  }

  /** To be told of servers that the agent gets later. Throws `ConfigurationError` for one it cannot see into. */
  addServers(servers: Options["mcpServers"]): void {
    this.#servers.add(servers);
  }

  /** Throws what has stopped the run, if something has. */
  throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Judges a call before it is run. */
  async before(call: PreToolUseHookInput, aborted: AbortSignal): Promise<SyncHookJSONOutput> {
    const native = { ...call, tool_input: snapshot(call.tool_input) };
    const { runtime } = this.#enforcement;
    const signal = AbortSignal.any([aborted, this.#over.signal]);
    try {
      // A stop in a subagent does not stop its parent, nor those beside it.
      if (this.#stopped.has(call.session_id)) throw this.#stopped.get(call.session_id);
      if (this.#identity === undefined) return await this.#judge(native, signal);
      return await runtime.withIdentity(this.#identity, () => this.#judge(native, signal));
    } catch (error) {
      const { text, stop } = this.#refusal(error, call.session_id);
      return { ...stop, ...decide("deny", text) };
    }
  }

  /** Asks the host's own permission prompt of a call that CapFence has let through. What it changes is judged anew. */
  async prompt(
    ...[toolName, input, context]: Parameters<CanUseTool>
  ): Promise<PermissionResult | null> {
    const { toolUseID: id } = context;
    const answered = this.#answered.get(id);
    const session = this.#sessionOf(id);
    // A human has been asked for this very call already.
    if (this.#answered.delete(id) && isSameInput(answered, input) && this.#isJudged(id, input))
      return { behavior: "allow", updatedInput: input };
    const said = (await this.#host?.(toolName, input, context)) ?? null;
    if (said?.behavior !== "allow") return said;
    const final = said.updatedInput ?? input;
    try {
      if (!this.#isJudged(id, final)) await this.calls.replace(id, final);
      return { ...said, updatedInput: final };
    } catch (error) {
      return { behavior: "deny", message: this.#refusal(error, session).text };
    }
  }

  /** Records the end of a call. */
  async after({
    session_id: session,
    tool_use_id: id,
    tool_input: input,
    error,
  }: EndedCall): Promise<SyncHookJSONOutput> {
    try {
      const announced = this.#announced.get(id)?.announced.get(id);
      if (announced === undefined) await this.#close(id, input, error);
      this.#forget(id);
      if (announced?.error !== undefined) throw announced.error;
      // Something else than the guarded tool that was found has run in its place.
      if (announced !== undefined && announced.isJudged !== true && error === undefined)
        throw new AuditError(`call "${id}" ran without its guard`, { toolInvoked: true });
      return {};
    } catch (problem) {
      return this.#refusal(problem, session).stop ?? {};
    }
  }

  /** Stops a session before its model is asked again, if something has to; failures of tools do not let their hooks. */
  stop(session: string): SyncHookJSONOutput {
    if (!this.#stopped.has(session)) return {};
    return this.#refusal(this.#stopped.get(session), session).stop ?? {};
  }

  /** The run is over: what still waits for an answer waits in vain, and what comes late is not let through. */
  async end(): Promise<void> {
    this.#over.abort();
    await this.settle();
  }

  /** Settles what is still open of calls that are over, by default of all. */
  async settle(ids?: readonly string[]): Promise<void> {
    for (const id of ids ?? this.#announced.keys()) this.#forget(id);
    await this.calls.abandon("Claude Code did not say what became of it", ids);
  }

  /** As `settle`, of the calls of a session that is over. */
  settleSession(sessionId: string): Promise<void> {
    this.#stopped.delete(sessionId);
    const ids = [...this.#announced].flatMap(([id, tool]) =>
      tool.announced.get(id)?.native?.session_id === sessionId ? [id] : [],
    );
    return this.settle([...ids, ...this.calls.idsOf(sessionId)]);
  }

  async #close(id: string, input: unknown, error: string | undefined): Promise<void> {
    if (this.calls.isOpen(id, input)) return this.calls.close(id, endingOf(error));
    const changed = "ran with arguments that were not judged";
    await this.calls.abandon(changed, [id]);
    throw new AuditError(`call "${id}" ${changed}`, { toolInvoked: true });
  }

  async #judge(native: PreToolUseHookInput, signal: AbortSignal): Promise<SyncHookJSONOutput> {
    const id = native.tool_use_id;
    const tool = this.#servers.find(native);
    const proposal = await (tool?.proposalOf(native) ?? proposalOf(native, this.#options));
    let answer = this.#takeAnswer(id, native.tool_input);
    if (answer === undefined && this.#enforcement.pauses) {
      const pending = await (tool?.enforcement ?? this.#enforcement).pending(proposal);
      const host = this.#host;
      if (pending !== undefined && host === undefined)
        return decide("defer", JSON.stringify({ capfence: pending }));
      if (pending !== undefined && host !== undefined) {
        answer = await askHost(host, native, pending, signal);
        if (answer.approved) this.#answered.set(id, native.tool_input);
      }
    }
    // Whoever was asked may have taken longer than the run.
    if (this.#over.signal.aborted) throw new AuditError("not run: the agent's run was over");
    const given = answer === undefined ? {} : { answer };
    if (tool === undefined) {
      await this.calls.open(id, { ...proposal, ...given, signal });
      return {};
    }
    tool.announce(id, { native, identity: this.#identity, input: proposal.input, ...given });
    this.#announced.set(id, tool);
    return {};
  }

  /** An answer to a deferred call, once. */
  #takeAnswer(id: string, input: unknown): NativeAnswer | undefined {
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    if (answer === undefined) return undefined;
    const { input: shown = input, ...said } = answer;
    return said.approved && !isSameInput(shown, input) ? undefined : said;
  }

  /** A guarded tool judges its last arguments itself. */
  #isJudged(id: string, input: unknown): boolean {
    return this.#announced.has(id) || this.calls.isOpen(id, input);
  }

  #sessionOf(id: string): string | undefined {
    return (
      this.#announced.get(id)?.announced.get(id)?.native?.session_id ?? this.calls.sessionOf(id)
    );
  }

  #forget(id: string): void {
    this.#announced.get(id)?.announced.delete(id);
    this.#announced.delete(id);
    this.#answered.delete(id);
  }

  /** What the model reads of an error; one that is no block in message mode also stops the run. */
  #refusal(
    error: unknown,
    session: string | undefined,
  ): { readonly text: string; readonly stop?: SyncHookJSONOutput } {
    if (this.#enforcement.onBlocked === "message" && AgentActionBlocked.isInstance(error))
      return { text: denialMessage(error) };
    this.#failure ??= { error };
    if (session !== undefined && !this.#stopped.has(session)) this.#stopped.set(session, error);
    const text = error instanceof Error ? error.message : "CapFence could not judge the call";
    return { text, stop: { continue: false, stopReason: text } };
  }
}

function endingOf(error: string | undefined): Ending {
  if (error === undefined) return { outcome: "succeeded" };
  return { outcome: "failed", error: new Error(error) };
}
