import type { RequestId } from "../wire/message.ts";
import { RpcFailure } from "../wire/rpc-failure.ts";

/** An HTTP request that is refused for what it is, not for what its message says; its code is its status. */
export class HttpFailure extends RpcFailure {
  override readonly name = "HttpFailure";
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: { readonly headers?: Readonly<Record<string, string>>; readonly id?: RequestId } = {},
  ) {
    super(status, message, { status, ...(more.id === undefined ? {} : { id: more.id }) });
    this.headers = more.headers ?? {};
  }
}
