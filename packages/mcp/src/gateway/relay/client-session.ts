import type { JsonObject } from "@capfence/core";
import type { Answer, Notification, Request, RequestId, ServerMessage } from "../wire/message.ts";
import type { Era } from "../wire/protocol.ts";
import type { Principal } from "../identity/principal.ts";

/** One request of a client on its way: how to reach the client on its behalf. */
export interface Exchange {
  /** Sends something on behalf of this request, before its answer. */
  send(message: ServerMessage): void;
  /** The stream of this request is to be closed now, and resumed later; in how many milliseconds, if that is known. */
  pause?(retry: number | undefined): void;
  /** Aborted when the client does not wait for the answer any more. */
  readonly signal: AbortSignal;
  /** The HTTP headers of the request that mirror its body, in lower case; left out where there are none (stdio). */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The capability token in the HTTP header that is for tokens. */
  readonly bearer?: string;
}

/** How to reach a client outside of any request of its own. */
export interface ClientLink {
  send(message: ServerMessage): void;
  /** The session is over from the gateway's side. */
  ended(reason: Error): void;
}

/** The gateway's side of the conversation with one client. A front reads messages and hands them here. */
export interface ClientSession {
  readonly era: Era;
  readonly principal: Principal;
  /** What the client said when it connected; undefined in the modern era. */
  readonly initialized: JsonObject | undefined;
  /** Answers a request; never rejects but for defects: whatever goes wrong is an answer with an error. */
  request(request: Request, exchange: Exchange): Promise<Answer>;
  /** Takes a notification; what may not pass is dropped. */
  notify(notification: Notification): Promise<void>;
  /** Takes an answer of the client to a request that was sent to it; one to no such request is dropped. */
  answer(id: RequestId, answer: Answer): Promise<void>;
  /** Ends it, with the conversations behind it. */
  close(): Promise<void>;
}

/** Opens sessions: what fronts know of the gateway. */
export interface SessionHost {
  /** A session of the legacy era belongs to one client; one of the modern era serves every request of a principal. */
  open(era: Era, principal: Principal, link: ClientLink): ClientSession;
}
