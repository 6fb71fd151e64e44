import { objectAt } from "../wire/json-object.ts";
import type {
  Answer,
  Incoming,
  Notification,
  Request,
  RequestId,
  ServerMessage,
} from "../wire/message.ts";
import type { Era } from "../wire/protocol.ts";
import { readServerMessage } from "../wire/read-message.ts";
import { RpcFailure } from "../wire/rpc-failure.ts";
import { AnswerLost, type ConversationEvents } from "./conversation.ts";
import type { OpenRequests } from "./open-requests.ts";
import {
  progressTokenOf,
  subscriptionOf,
  withProgressToken,
  withSubscription,
} from "./renumbering.ts";

/** Notifications that are about the request which a server works on, though nothing in them names it. */
const ABOUT_A_REQUEST = new Set(["notifications/message", "notifications/cancelled"]);

/** Finds out of each line of a server which open request it is for. */
export class ServerVoice {
  readonly #era: Era;
  readonly #open: OpenRequests;
  readonly #events: ConversationEvents;

  constructor(era: Era, open: OpenRequests, events: ConversationEvents) {
    this.#era = era;
    this.#open = open;
    this.#events = events;
  }

  /** Takes a line; never throws. */
  take(line: string): void {
    let message: Incoming;
    try {
      message = readServerMessage(line);
    } catch (cause) {
      this.#events.fault(cause as Error);
      // Whoever waits for it would wait in vain.
      if (cause instanceof RpcFailure)
        this.#open.take(cause.id)?.settle(new AnswerLost("the server's answer cannot be read"));
      return;
    }
    try {
      if (message.kind === "answer") this.#answer(message.id, message.answer);
      else this.#deliver(message);
    } catch (cause) {
      this.#events.fault(new Error("a message of the server cannot be delivered", { cause }));
    }
  }

  #answer(id: RequestId, answer: Answer): void {
    const open = this.#open.take(id);
    if (open === undefined) {
      if (!this.#open.late(id))
        this.#fault(`an answer has an id that nothing waits for: ${quoted(id)}`);
      return;
    }
    const { request, settle } = open;
    const { result } = answer;
    if (result === undefined || subscriptionOf(result) !== id) settle(answer);
    else settle({ result: withSubscription(result, request.id) });
  }

  #deliver(message: ServerMessage): void {
    if (message.kind === "notification") {
      const notification = message.message;
      if (notification.method === "notifications/progress") return this.#progress(notification);
      const subscription = subscriptionOf(notification.params);
      if (this.#era === "modern" && subscription !== undefined)
        return this.#subscribed(notification, subscription);
    }
    const open = this.#isAboutARequest(message) ? this.#open.newest(this.#mayHear) : undefined;
    (open ?? this.#events).hear(message);
  }

  #isAboutARequest({ kind, message }: ServerMessage): boolean {
    if (kind === "request") return this.#era === "legacy";
    return ABOUT_A_REQUEST.has(message.method);
  }

  /** Since 2026-07-28 a request says for itself whether it wants to hear log messages. */
  readonly #mayHear = ({ params }: Request): boolean =>
    this.#era === "legacy" ||
    objectAt(params, "_meta")?.["io.modelcontextprotocol/logLevel"] !== undefined;

  #progress(notification: Notification): void {
    const number = notification.params?.["progressToken"];
    const open = this.#open.get(number);
    const token = open && progressTokenOf(open.request);
    if (open === undefined || token === undefined)
      return this.#fault(`progress has a token that nothing waits for: ${quoted(number)}`);
    open.hear({ kind: "notification", message: withProgressToken(notification, token) });
  }

  #subscribed(notification: Notification, number: unknown): void {
    const open = this.#open.get(number);
    const { method, params } = notification;
    if (open === undefined || params === undefined)
      return this.#fault(`a notification is for no open subscription: ${quoted(number)}`);
    const message = { method, params: withSubscription(params, open.request.id) };
    open.hear({ kind: "notification", message });
  }

  #fault(message: string): void {
    this.#events.fault(new Error(message));
  }
}

function quoted(value: unknown): string {
  return (JSON.stringify(value) ?? "none").slice(0, 80);
}
