import type { Json } from "@capfence/core";
import type { Answer, RequestId } from "./message.ts";

/** JSON-RPC's own error codes, and those of MCP since 2026-07-28. */
export const CODE = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internal: -32_603,
  headerMismatch: -32_020,
  missingCapability: -32_021,
  unsupportedVersion: -32_022,
} as const;

/** A request that is answered with a JSON-RPC error, in words that its sender may read. */
export class RpcFailure extends Error {
  override readonly name: string = "RpcFailure";
  readonly code: number;
  readonly data: Json | undefined;
  /** The HTTP status that it goes with, where the code alone does not say. */
  readonly status: number | undefined;
  /** The id of the request, where the message could be read so far. */
  readonly id: RequestId | undefined;

  constructor(
    code: number,
    message: string,
    more: {
      readonly data?: Json;
      readonly status?: number;
      readonly id?: RequestId;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.code = code;
    this.data = more.data;
    this.status = more.status;
    this.id = more.id;
  }

  /** It as an answer. */
  get answer(): Answer {
    const { code, message, data, status } = this;
    return {
      error: { code, message, ...(data === undefined ? {} : { data }) },
      ...(status === undefined ? {} : { status }),
    };
  }
}
