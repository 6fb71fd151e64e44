import type { Json, JsonObject } from "@capfence/core";

/** What a request is answered under. */
export type RequestId = string | number;

/** A JSON-RPC request; its parameters are frozen and hold nothing that two readers could read differently. */
export interface Request {
  readonly id: RequestId;
  readonly method: string;
  readonly params?: JsonObject;
}

/** A JSON-RPC notification. */
export interface Notification {
  readonly method: string;
  readonly params?: JsonObject;
}

/** A JSON-RPC error. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: Json;
}

/** What a request was answered: a result, or an error. */
export interface Answer {
  readonly result?: JsonObject;
  readonly error?: RpcError;
  /** The result or the error as its server wrote it; left out where something in it was changed. */
  readonly text?: string;
  /** Whether it came on a stream of events. */
  readonly streamed?: boolean;
  /** The HTTP status it came with, or is to go with, where that says more than the answer does. */
  readonly status?: number;
  /** What HTTP says of a denial that is due to the token of the request. */
  readonly unauthorized?: { readonly status: 401 | 403; readonly challenge: string };
}

/** What a server sends besides answers: a request of its own, or a notification. */
export type ServerMessage =
  | { readonly kind: "request"; readonly message: Request }
  | { readonly kind: "notification"; readonly message: Notification };

/** Any message, as it was read. */
export type Incoming =
  | ServerMessage
  | { readonly kind: "answer"; readonly id: RequestId; readonly answer: Answer };

/** A request as text. */
export function requestText({ id, method, params }: Request): string {
  return JSON.stringify({ jsonrpc: "2.0", id, method, params });
}

/** A notification as text. */
export function notificationText({ method, params }: Notification): string {
  return JSON.stringify({ jsonrpc: "2.0", method, params });
}

/** A message of a server as text. */
export function serverMessageText({ kind, message }: ServerMessage): string {
  return kind === "request" ? requestText(message) : notificationText(message);
}

/** An answer as text, under the id of the request that it is for; null where that could not be read. */
export function answerText(id: RequestId | null, { result, error, text }: Answer): string {
  const body = text ?? JSON.stringify(error ?? result ?? {});
  const key = error === undefined ? "result" : "error";
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"${key}":${body}}`;
}
