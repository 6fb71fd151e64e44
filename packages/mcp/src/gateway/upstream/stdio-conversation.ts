import {
  type Answer,
  answerText,
  type Notification,
  notificationText,
  type Request,
  type RequestId,
  requestText,
} from "../wire/message.ts";
import type { ServerProcess } from "./child-process.ts";
import {
  AnswerLost,
  type Conversation,
  type ConversationEvents,
  RequestNotSent,
  type RequestOptions,
} from "./conversation.ts";
import { cancelledId, type OpenRequests } from "./open-requests.ts";
import { renumbered } from "./renumbering.ts";

/** A conversation with a process on its standard input and output. */
export class StdioConversation implements Conversation {
  readonly #server: ServerProcess;
  readonly #open: OpenRequests;
  readonly #events: ConversationEvents;
  readonly #gone: () => void;
  #closed = false;

  constructor(
    server: ServerProcess,
    open: OpenRequests,
    events: ConversationEvents,
    gone: () => void,
  ) {
    this.#server = server;
    this.#open = open;
    this.#events = events;
    this.#gone = gone;
  }

  request(request: Request, { hear, signal }: RequestOptions): Promise<Answer> {
    if (signal?.aborted) return Promise.reject(new RequestNotSent("nobody waits for the answer"));
    return new Promise((resolve, reject) => {
      const abandon = (): void => {
        this.#cancel(number, request);
        this.#open.abandon(number)?.settle(new AnswerLost("nobody waits for the answer"));
      };
      const settle = (outcome: Answer | Error): void => {
        signal?.removeEventListener("abort", abandon);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      const number = this.#open.add({ request, hear, settle });
      signal?.addEventListener("abort", abandon, { once: true });
      this.#server.write(requestText(renumbered(request, number))).catch((error: Error) => {
        this.#open.take(number)?.settle(error);
      });
    });
  }

  /** MCP lets everything be cancelled but the handshake. */
  #cancel(number: number, { method }: Request): void {
    if (method === "initialize") return;
    const params = { requestId: number, reason: "nobody waits for the answer" };
    const text = notificationText({ method: "notifications/cancelled", params });
    // A server that is gone has nothing to cancel.
    this.#server.write(text).catch(() => {});
  }

  async notify(notification: Notification): Promise<void> {
    if (notification.method !== "notifications/cancelled")
      return this.#server.write(notificationText(notification));
    const number = this.#open.numberOf(cancelledId(notification.params));
    if (number === undefined) return undefined;
    const params = { ...notification.params, requestId: number };
    return this.#server.write(notificationText({ ...notification, params }));
  }

  answer(id: RequestId, answer: Answer): Promise<void> {
    return this.#server.write(answerText(id, answer));
  }

  listen(): void {}

  async close(): Promise<void> {
    this.#closed = true;
    this.#open.lose(new AnswerLost("the conversation with the server was closed"));
    await this.#server.close();
    this.#gone();
  }

  /** The server is gone. */
  ended(reason: Error): void {
    this.#open.lose(new AnswerLost(reason.message, { cause: reason }));
    void this.#server.close().then(this.#gone);
    if (!this.#closed) this.#events.ended(reason);
  }
}
