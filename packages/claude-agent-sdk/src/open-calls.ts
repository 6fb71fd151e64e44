import { AuditError, type JsonObject } from "@capfence/core";
import type { Enforcement, NativeCall } from "@capfence/core/adapter";
import type { ClaudeCall } from "./options.ts";
import { isSameInput } from "./same-input.ts";

/** A call to be judged, whose tool another process runs. */
export type RemoteCall = Omit<NativeCall<ClaudeCall, unknown>, "invoke" | "isFailure" | "deny">;

/** What is known of the end of a call: `failed` and `unknown` say why. */
export type Ending =
  | { readonly outcome: "succeeded" }
  | { readonly outcome: "failed" | "unknown"; readonly error: Error };

interface OpenCall {
  readonly call: RemoteCall;
  readonly judged: JsonObject;
  readonly end: (ending: Ending) => void;
  readonly recorded: Promise<unknown>;
}

/** The calls that were let through and run in Claude Code's process, until it says what became of them. */
export class OpenCalls {
  readonly #enforcement: Enforcement<ClaudeCall>;
  readonly #open = new Map<string, OpenCall>();
  readonly #over: AbortSignal;

  /** From the end of its run, `over`, no call is let through any more: nobody would hear of its end. */
  constructor(enforcement: Enforcement<ClaudeCall>, over: AbortSignal) {
    this.#enforcement = enforcement;
    this.#over = over;
  }

  /** Judges and records a call. Throws what `Enforcement.run` throws, and for the id of a call that still runs. */
  async open(id: string, call: RemoteCall): Promise<void> {
    if (this.#open.has(id)) throw new AuditError(`another call runs under the id "${id}"`);
    const started = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<Ending>();
    const recorded = this.#enforcement.run<Ending>({
      ...call,
      invoke: async (judged) => {
        if (this.#over.aborted) throw new AuditError("not run: the agent's run was over");
        this.#open.set(id, { call, judged, end: ended.resolve, recorded });
        started.resolve();
        const ending = await ended.promise;
        if (ending.outcome === "failed") throw ending.error;
        return ending;
      },
      // What a classifier throws is recorded as the reason why an outcome is unknown.
      isFailure: (ending) => {
        if (ending.outcome === "unknown") throw ending.error;
        return false;
      },
    });
    await Promise.race([started.promise, recorded]);
  }

  /** Whether this very input was let through under this id. */
  isOpen(id: string, input: unknown): boolean {
    const call = this.#open.get(id);
    return call !== undefined && isSameInput(call.judged, input);
  }

  /** The calls of a session. */
  idsOf(sessionId: string): readonly string[] {
    return [...this.#open].flatMap(([id, { call }]) =>
      call.native?.session_id === sessionId ? [id] : [],
    );
  }

  /** The session of a call. */
  sessionOf(id: string): string | undefined {
    return this.#open.get(id)?.call.native?.session_id;
  }

  /** Judges a call that has not run yet anew, with other arguments. An answer to the first is none to this. */
  async replace(id: string, input: unknown): Promise<void> {
    const replaced = this.#open.get(id);
    if (replaced === undefined) throw new AuditError(`call "${id}" was not let through`);
    const { answer: _answer, ...call } = replaced.call;
    const error = new Error("not run: its arguments were changed, and are judged anew");
    await this.close(id, { outcome: "failed", error });
    await this.open(id, { ...call, input });
  }

  /** Records what became of a call; does nothing for one that is not open. Throws `AuditError` where it cannot. */
  async close(id: string, ending: Ending): Promise<void> {
    const call = this.#open.get(id);
    if (call === undefined) return;
    this.#open.delete(id);
    call.end(ending);
    try {
      await call.recorded;
    } catch (error) {
      if (ending.outcome !== "failed" || error !== ending.error) throw error;
    }
  }

  /** Records that nobody knows what became of these calls, by default of all. */
  async abandon(why: string, ids: Iterable<string> = [...this.#open.keys()]): Promise<void> {
    for (const id of ids) await this.close(id, { outcome: "unknown", error: new Error(why) });
  }
}
