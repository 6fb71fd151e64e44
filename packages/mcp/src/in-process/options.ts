import type { AdapterOptions, PausingAdapterOptions } from "@capfence/core/adapter";
import type { RequestStateCodec } from "./request-state.ts";

/** Who has sent a request over HTTP, as the host's own check of their token has found. */
export interface McpAuthInfo {
  readonly token: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What is known of a call that crosses a transport, besides the call itself. */
export interface McpMessageContext {
  readonly direction: "outgoing" | "incoming";
  /** The `_meta` of the request: of your own code where it goes out, of a stranger where it comes in. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** What the transport says of the sender of an incoming message, if it knows them. */
  readonly authInfo?: McpAuthInfo;
  readonly sessionId?: string;
}

/** What a server is told of a request besides its parameters: `extra` in version 1 of the SDK, `ctx` in version 2. */
export interface McpServerContext {
  readonly sessionId?: string | undefined;
  /** Version 1. */
  readonly requestId?: string | number;
  readonly signal?: AbortSignal;
  readonly authInfo?: McpAuthInfo | undefined;
  readonly requestInfo?: { readonly headers: object } | undefined;
  /** Version 2. */
  readonly http?: { readonly authInfo?: McpAuthInfo | undefined } | undefined;
  readonly mcpReq?: McpRequestContext;
}

/** What version 2 of the SDK says of the request itself. */
export interface McpRequestContext {
  readonly id: string | number;
  readonly signal: AbortSignal;
  /** What the client says of itself with each request since the protocol of 2026-07-28. */
  readonly envelope?: Readonly<Record<string, unknown>>;
  /** The client's answers to what the server has asked in the round before. */
  readonly inputResponses?: Readonly<Record<string, unknown>>;
  /** What the server has told the client to bring back with them, as far as it is known to be genuine. */
  readonly requestState: () => unknown;
}

/** What a guard around a transport takes. Nothing can pause there: a call that needs approval is blocked or waits. */
export type McpTransportGuardOptions = AdapterOptions<McpMessageContext>;

/** What a guard around a client takes. */
export type McpClientGuardOptions = McpTransportGuardOptions;

/**
 * What a guard around a server takes. `onBlocked` is `message` unless you say otherwise; with `throw` the client gets
 * a JSON-RPC error. With `onApproval: "pause"` the user of the client is asked, if it can ask them.
 */
export interface McpServerGuardOptions extends PausingAdapterOptions<McpServerContext> {
  /**
   * Seals what the client brings back with an answer: `createRequestStateCodec` of version 2 of the SDK. By default
   * it is sealed with a key of this process, so the answer has to come back to this process.
   */
  readonly requestState?: RequestStateCodec;
}
