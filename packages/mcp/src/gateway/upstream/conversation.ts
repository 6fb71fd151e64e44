import type { JsonObject } from "@capfence/core";
import type { Answer, Notification, Request, RequestId, ServerMessage } from "../wire/message.ts";
import type { Era } from "../wire/protocol.ts";

/** What becomes of one request while its server works on it. */
export interface RequestOptions {
  /** Takes what the server sends on behalf of this request before it answers. */
  readonly hear: (message: ServerMessage) => void;
  /** The server has closed the stream of this request and will go on later; in how many milliseconds, if it said. */
  readonly pause?: (retry: number | undefined) => void;
  /** Nobody waits for the answer any more: the server is told. */
  readonly signal?: AbortSignal;
  /** The input schema of the tool that is called: it says which arguments HTTP headers repeat. */
  readonly inputSchema?: JsonObject;
}

/** A conversation with an MCP server: one process, or one HTTP session. Ids are those of the gateway's client. */
export interface Conversation {
  /**
   * Sends a request, and gives what it is answered. Rejects with `RequestNotSent` if the server cannot have got it,
   * and with `AnswerLost` if it may have got it but its answer will not come.
   */
  request(request: Request, options: RequestOptions): Promise<Answer>;
  /** Sends a notification. Rejects with `RequestNotSent`. */
  notify(notification: Notification): Promise<void>;
  /** Answers a request of the server. */
  answer(id: RequestId, answer: Answer): Promise<void>;
  /** Begins to hear what the server sends that belongs to no request; does nothing where that comes anyway. */
  listen(): void;
  /** Ends it, with whatever process stands behind it; resolves once that is gone. Requests under way are lost. */
  close(): Promise<void>;
}

/** What a conversation tells whoever opened it. */
export interface ConversationEvents {
  /** Something that belongs to no request, as far as can be told. */
  hear(message: ServerMessage): void;
  /** It has ended without being closed: nothing more will come, and nothing can be sent. */
  ended(reason: Error): void;
  /** Something is wrong that does not end it, such as a line that is no message. */
  fault(reason: Error): void;
}

/** A server that conversations can be opened with. */
export interface Upstream {
  readonly name: string;
  /** Opens a conversation in an era. Rejects with `RequestNotSent` if the server cannot be reached or started. */
  open(era: Era, events: ConversationEvents): Promise<Conversation>;
  /** Ends what several conversations have in common. */
  close(): Promise<void>;
}

/** The server has got nothing of it. */
export class RequestNotSent extends Error {
  override readonly name = "RequestNotSent";
}

/** The server may have got it, and worked on it, but nobody will ever know. */
export class AnswerLost extends Error {
  override readonly name = "AnswerLost";
}
