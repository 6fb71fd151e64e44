/* oxlint-disable unicorn/prefer-add-event-listener -- MCP transports have handlers, not listeners */
import { AgentActionBlocked } from "@capfence/core";
import type { Enforcement } from "@capfence/core/adapter";
import { cross, denial, failure } from "./crossing.ts";
import {
  answeredId,
  asksForTool,
  idOf,
  isMessage,
  type Message,
  requestedId,
  toolCall,
} from "./messages.ts";
import { type Delivery, type OpenCall, OpenCalls } from "./open-calls.ts";
import type { McpAuthInfo, McpMessageContext } from "./options.ts";
import { ToolDefinitions } from "./tool-definitions.ts";

/** A transport that carries whatever it is given. */
export interface RawTransport {
  send(message: unknown, options?: unknown): Promise<void>;
  onmessage?: ((message: unknown, extra?: unknown) => void) | undefined;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  readonly sessionId?: unknown;
}

/** The messages of one transport, of which the calls of tools cross only as the policy allows. */
export class GuardedMessages {
  readonly #inner: RawTransport;
  readonly #enforcement: Enforcement<McpMessageContext>;
  readonly #answersErrors: boolean;
  readonly #outgoing = new OpenCalls();
  readonly #incoming = new OpenCalls();
  readonly #definitions = new ToolDefinitions();
  #onmessage: RawTransport["onmessage"];
  #onclose: RawTransport["onclose"];

  constructor(
    inner: RawTransport,
    enforcement: Enforcement<McpMessageContext>,
    answersErrors: boolean,
  ) {
    this.#inner = inner;
    this.#enforcement = enforcement;
    this.#answersErrors = answersErrors;
  }

  /** Puts itself before the handlers that are there already. */
  adopt(): void {
    if (this.#inner.onmessage) this.onmessage = this.#inner.onmessage;
    if (this.#inner.onclose) this.onclose = this.#inner.onclose;
  }

  get onmessage(): RawTransport["onmessage"] {
    return this.#onmessage;
  }

  set onmessage(handler: RawTransport["onmessage"]) {
    this.#onmessage = handler;
    // Transports keep what comes before there is a handler, so there must not be one too early.
    this.#inner.onmessage = handler && ((message, extra) => this.#receive(message, extra));
  }

  get onclose(): RawTransport["onclose"] {
    return this.#onclose;
  }

  set onclose(handler: RawTransport["onclose"]) {
    this.#onclose = handler;
    this.#inner.onclose = () => {
      const reason = new Error("the connection was closed before the call was answered");
      this.#outgoing.endAll(reason);
      this.#incoming.endAll(reason);
      this.#onclose?.();
    };
  }

  readonly send = async (message: unknown, options?: unknown): Promise<void> => {
    // A batch is sent one by one, as each of its calls is judged, and may be refused, by itself.
    if (Array.isArray(message))
      await Promise.all(message.map((one: unknown) => this.send(one, options)));
    else if (asksForTool(message)) await this.#sendCall(message, options);
    else await this.#sendOther(message, options);
  };

  async #sendCall(message: Message, options: unknown): Promise<void> {
    const asked = toolCall(message);
    const signal = isMessage(options) ? options["requestSignal"] : undefined;
    const { message: answer, extra } = await cross(this.#enforcement, {
      asked,
      call: this.#outgoing.open(asked.id),
      native: this.#nativeOf("outgoing", asked, undefined),
      definition: this.#definitions.of(asked.params.name),
      signal: signal instanceof AbortSignal ? signal : undefined,
      pass: (judged) => this.#inner.send(judged, options),
    });
    this.#onmessage?.(answer, extra);
  }

  async #sendOther(message: unknown, options: unknown): Promise<void> {
    if (isMessage(message)) {
      const id = answeredId(message);
      const answered = id === undefined ? undefined : this.#incoming.get(id);
      if (answered !== undefined) return answered.answer({ message, extra: options });
      if (id !== undefined) this.#incoming.closeOther(id);
      this.#definitions.asks(message);
      cancel(this.#outgoing, message);
    }
    await this.#inner.send(message, options);
  }

  #receive(message: unknown, extra: unknown): void {
    if (Array.isArray(message)) for (const one of message) this.#receive(one, extra);
    else if (asksForTool(message))
      this.#receiveCall(message, extra).catch((error: unknown) => this.#report(error));
    else {
      if (isMessage(message)) {
        const id = answeredId(message);
        const answered = id === undefined ? undefined : this.#outgoing.get(id);
        if (answered !== undefined) return void answered.answer({ message, extra });
        if (!this.#isNew(message)) return;
        this.#definitions.learn(message);
        cancel(this.#incoming, message);
      }
      this.#onmessage?.(message, extra);
    }
  }

  /** Whether a message asks for nothing under the id of a call: its answer would be taken for that of the tool. */
  #isNew(message: Message): boolean {
    const id = requestedId(message);
    try {
      if (id !== undefined) this.#incoming.openOther(id);
      return true;
    } catch (error) {
      this.#report(error);
      return false;
    }
  }

  async #receiveCall(message: Message, extra: unknown): Promise<void> {
    let call: OpenCall | undefined;
    let answer: Delivery;
    try {
      const asked = toolCall(message);
      call = this.#incoming.open(asked.id);
      answer = await cross(this.#enforcement, {
        asked,
        call,
        native: this.#nativeOf("incoming", asked, extra),
        pass: (judged) => this.#onmessage?.(judged, extra),
      });
    } catch (error) {
      if (!AgentActionBlocked.isInstance(error)) this.#report(error);
      // Nobody waits for the answer to a cancelled call, and what has no id cannot be answered.
      if (call?.signal.aborted === true || idOf(message["id"]) === undefined)
        return call?.passedOn(Promise.resolve());
      const denies = AgentActionBlocked.isInstance(error) && !this.#answersErrors;
      answer = {
        message: denies ? denial(message, error) : failure(message, error),
        extra: undefined,
      };
    }
    const sending = this.#inner.send(answer.message, answer.extra);
    call?.passedOn(sending);
    await sending;
  }

  #nativeOf(
    direction: McpMessageContext["direction"],
    message: Message,
    extra: unknown,
  ): McpMessageContext {
    const { params } = message;
    const meta = isMessage(params) ? params["_meta"] : undefined;
    const authInfo = isMessage(extra) ? extra["authInfo"] : undefined;
    const { sessionId } = this.#inner;
    return {
      direction,
      ...(isMessage(meta) ? { meta } : {}),
      ...(isMessage(authInfo) ? { authInfo: authInfo as unknown as McpAuthInfo } : {}),
      ...(typeof sessionId === "string" ? { sessionId } : {}),
    };
  }

  #report(error: unknown): void {
    this.#inner.onerror?.(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Ends the call that a message says is cancelled. */
function cancel(calls: OpenCalls, message: Message): void {
  const { method, params } = message;
  if (method !== "notifications/cancelled" || !isMessage(params)) return;
  const id = idOf(params["requestId"]);
  if (id === undefined) return;
  calls.get(id)?.end(new Error("the call was cancelled"));
  calls.closeOther(id);
}
