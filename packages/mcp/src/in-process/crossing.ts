import { AgentActionBlocked } from "@capfence/core";
import type { Enforcement } from "@capfence/core/adapter";
import { deniedError, deniedResult } from "./denial.ts";
import {
  isErrorResult,
  isMessage,
  type Message,
  type ToolCall,
  withArguments,
} from "./messages.ts";
import type { Delivery, OpenCall } from "./open-calls.ts";
import type { McpMessageContext } from "./options.ts";

/** A call that is about to cross a transport. */
export interface Crossing {
  readonly asked: ToolCall;
  readonly call: OpenCall;
  readonly native: McpMessageContext;
  /** What the model was shown of the tool, if that is known. */
  readonly definition?: object | undefined;
  /** Stops the call from outside. */
  readonly signal?: AbortSignal | undefined;
  /** Lets the judged call through. */
  readonly pass: (judged: ToolCall) => void | Promise<void>;
}

/**
 * Judges a call, lets it through, and gives what it was answered once that is recorded. In message mode, that is the
 * denial of a blocked call. Throws as `Enforcement.run`, and where the call ends without an answer.
 */
export async function cross(
  enforcement: Enforcement<McpMessageContext>,
  { asked, call, native, definition, signal, pass }: Crossing,
): Promise<Delivery> {
  const { id, params } = asked;
  const stop = (): void => call.end(new Error("the call was stopped", { cause: signal?.reason }));
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await enforcement.run<Delivery>({
      native,
      toolName: params.name,
      input: params["arguments"] ?? {},
      context: { toolCallId: String(id) },
      ...(definition === undefined ? {} : { definition }),
      signal: call.signal,
      invoke: async (judged) => {
        call.signal.throwIfAborted();
        const passing = pass({ ...asked, params: withArguments(params, judged) });
        const { answered } = call;
        return Promise.race([answered, Promise.resolve(passing).then(() => answered)]);
      },
      isFailure: (answer) => "error" in answer.message || isErrorResult(answer.message["result"]),
      deny: (blocked) => ({ message: denial(asked, blocked), extra: undefined }),
    });
  } finally {
    signal?.removeEventListener("abort", stop);
    call.close();
  }
}

/** A blocked call's answer: a result that says why. */
export function denial(asked: Message, blocked: AgentActionBlocked): Message {
  const { params } = asked;
  const meta = isMessage(params) ? params["_meta"] : undefined;
  // Since the protocol of 2026-07-28 requests say which one they speak, and their results that they are complete.
  const speaks = isMessage(meta) && "io.modelcontextprotocol/protocolVersion" in meta;
  const result = { ...deniedResult(blocked), ...(speaks ? { resultType: "complete" } : {}) };
  return { jsonrpc: "2.0", id: asked["id"], result };
}

/** What a peer is answered to a call that failed before its tool could answer. */
export function failure(asked: Message, error: unknown): Message {
  const answer = { jsonrpc: "2.0", id: asked["id"] };
  if (AgentActionBlocked.isInstance(error)) {
    const { code, message, data } = deniedError(error);
    return { ...answer, error: { code, message, data } };
  }
  // Why is for the host: it may speak of files and policies.
  return { ...answer, error: { code: -32_603, message: "the call was refused or not recorded" } };
}
