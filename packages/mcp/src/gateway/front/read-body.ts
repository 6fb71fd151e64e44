import type { IncomingMessage } from "node:http";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import { HttpFailure } from "./http-failure.ts";

/**
 * Reads the body of a request as text, no more of it than allowed and for no longer than allowed. Throws `HttpFailure`
 * for too much or too slow, and `RpcFailure` for what is no UTF-8.
 */
export async function readBody(
  request: IncomingMessage,
  limits: { readonly bytes: number; readonly milliseconds: number },
): Promise<string> {
  const tooLarge = (): HttpFailure =>
    new HttpFailure(413, `a message may have ${limits.bytes} bytes at most`);
  if (Number(request.headers["content-length"] ?? 0) > limits.bytes) throw tooLarge();
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(
      () => settle(new HttpFailure(408, "the message took too long to arrive")),
      limits.milliseconds,
    );
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limits.bytes) settle(tooLarge());
      else chunks.push(chunk);
    };
    const end = (): void => settle(undefined);
    const fail = (): void => settle(new HttpFailure(400, "the message was cut off"));
    const settle = (failure: HttpFailure | undefined): void => {
      clearTimeout(timer);
      request.off("data", take).off("end", end).off("close", fail);
      if (failure === undefined) resolve(Buffer.concat(chunks, size));
      else reject(failure);
    };
    request.on("data", take).on("end", end).on("close", fail).on("error", fail);
    // Who sent it may have gone while it was found out who that is.
    if (request.destroyed) fail();
  });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new RpcFailure(CODE.parseError, "parse error: the message is no UTF-8", { cause });
  }
}
