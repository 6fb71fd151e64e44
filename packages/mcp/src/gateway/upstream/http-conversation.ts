import type { JsonObject } from "@capfence/core";
import {
  type Answer,
  answerText,
  type Notification,
  notificationText,
  type Request,
  type RequestId,
  requestText,
} from "../wire/message.ts";
import { mirrorHeaders } from "../wire/parameter-headers.ts";
import type { Era } from "../wire/protocol.ts";
import { AnswerReader } from "./answer-reader.ts";
import {
  type Conversation,
  type ConversationEvents,
  RequestNotSent,
  type RequestOptions,
} from "./conversation.ts";
import { answerIn } from "./http-answer.ts";
import { refusal } from "./http-refusal.ts";
import type { HttpSession } from "./http-session.ts";
import { listenTo } from "./listen-stream.ts";
import { discard } from "./response-body.ts";

const POSTED = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
} as const;

/** How long a server may take to accept what it does not answer. */
const ACCEPTANCE = 30_000;
const FAREWELL = 2000;

/** A conversation over Streamable HTTP: each request has a response of its own. */
export class HttpConversation implements Conversation {
  readonly #session: HttpSession;
  readonly #era: Era;
  readonly #events: ConversationEvents;
  readonly #limit: number;
  readonly #gone: () => void;
  /** What is to be cut off when it is closed. */
  readonly #under = new Set<AbortController>();
  #listening = false;
  #closed = false;

  constructor(
    session: HttpSession,
    era: Era,
    events: ConversationEvents,
    { limit, gone }: { readonly limit: number; readonly gone: () => void },
  ) {
    this.#session = session;
    this.#era = era;
    this.#events = events;
    this.#limit = limit;
    this.#gone = gone;
  }

  async request(request: Request, options: RequestOptions): Promise<Answer> {
    const { signal, hear, pause, inputSchema } = options;
    if (signal?.aborted) throw new RequestNotSent("nobody waits for the answer");
    const cut = this.#begin();
    const abandon = (): void => {
      this.#cancel(request);
      cut.abort();
    };
    signal?.addEventListener("abort", abandon, { once: true });
    try {
      const response = await this.#session.send({
        method: "POST",
        headers: { ...this.#mirror(request, inputSchema), ...POSTED },
        body: requestText(request),
        signal: cut.signal,
      });
      const { statusCode = 0 } = response;
      if (statusCode >= 400) return await refusal(response, request.id, this.#limit);
      const opens = this.#era === "legacy" && request.method === "initialize";
      if (opens) this.#session.begun(response);
      const answer = await answerIn(response, {
        session: this.#session,
        reader: new AnswerReader(request.id, hear, (reason) => this.#events.fault(reason)),
        limit: this.#limit,
        signal: cut.signal,
        pause,
        resumes: this.#era === "legacy",
      });
      if (opens) this.#session.agreed(answer);
      return answer;
    } finally {
      signal?.removeEventListener("abort", abandon);
      this.#under.delete(cut);
    }
  }

  /** Before 2026-07-28 a closed stream is no cancellation. MCP lets everything be cancelled but the handshake. */
  #cancel({ id, method }: Request): void {
    if (this.#era === "modern" || method === "initialize") return;
    const params = { requestId: id, reason: "nobody waits for the answer" };
    // A server that cannot be told will find out.
    this.notify({ method: "notifications/cancelled", params }).catch(() => {});
  }

  async notify(notification: Notification): Promise<void> {
    await this.#post(notificationText(notification), this.#mirror(notification));
  }

  async answer(id: RequestId, answer: Answer): Promise<void> {
    await this.#post(answerText(id, answer), {});
  }

  /** They are those of the message that is sent, so that nothing on the way can see another one. */
  #mirror(
    { method, params }: Notification,
    inputSchema?: JsonObject,
  ): Readonly<Record<string, string>> {
    return this.#era === "legacy" ? {} : mirrorHeaders(method, params, inputSchema);
  }

  async #post(body: string, headers: Readonly<Record<string, string>>): Promise<void> {
    const cut = this.#begin();
    const timer = setTimeout(() => cut.abort(), ACCEPTANCE).unref();
    try {
      const request = { method: "POST", headers: { ...headers, ...POSTED }, body } as const;
      const response = await this.#session.send({ ...request, signal: cut.signal });
      discard(response);
      const { statusCode = 0 } = response;
      if (statusCode >= 300)
        throw new RequestNotSent(`the server does not accept it (HTTP ${statusCode})`);
    } catch (cause) {
      if (cause instanceof RequestNotSent) throw cause;
      throw new RequestNotSent("the server has not accepted it", { cause });
    } finally {
      clearTimeout(timer);
      this.#under.delete(cut);
    }
  }

  listen(): void {
    if (this.#era === "modern" || this.#listening || this.#closed) return;
    this.#listening = true;
    const cut = this.#begin();
    void listenTo(this.#session, this.#events, this.#limit, cut.signal).finally(() =>
      this.#under.delete(cut),
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const cut of this.#under) cut.abort();
    await this.#session.delete(FAREWELL);
    this.#gone();
  }

  #begin(): AbortController {
    if (this.#closed) throw new RequestNotSent("the conversation with the server is closed");
    const cut = new AbortController();
    this.#under.add(cut);
    return cut;
  }
}
