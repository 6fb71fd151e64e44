import type { IncomingMessage, ServerResponse } from "node:http";
import { AuthenticationFailure } from "../identity/principal.ts";
import { answerText, type RequestId } from "../wire/message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import { HttpFailure } from "./http-failure.ts";

/** How long a client may go on sending what is not read, so that it gets to see why. */
const LINGER = 500;

/** Answers a request with what went wrong; false if that is a defect, which the client learns nothing of. */
export function writeFailure(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  id?: RequestId,
): boolean {
  const failure = failureOf(error);
  if (response.headersSent) {
    response.destroy();
    return failure !== undefined;
  }
  const { answer, headers, status } = failure ?? DEFECT;
  const text = answerText(failure?.id ?? id ?? null, answer);
  const unread = !request.complete;
  response.writeHead(status ?? 400, {
    ...headers,
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
    ...(unread ? { Connection: "close" } : {}),
  });
  if (unread) lingerWith(request, response, text);
  else response.end(text);
  return failure !== undefined;
}

type Failure = RpcFailure & { readonly headers?: Readonly<Record<string, string>> };

const DEFECT: Failure = new RpcFailure(CODE.internal, "internal error", { status: 500 });

function failureOf(error: unknown): Failure | undefined {
  if (error instanceof RpcFailure) return error;
  if (!(error instanceof AuthenticationFailure)) return undefined;
  const { message, status, challenge } = error;
  return new HttpFailure(
    status,
    message,
    challenge === undefined ? {} : { headers: { "WWW-Authenticate": challenge } },
  );
}

/** A connection that is closed while its client still sends is reset, and the answer lost. */
function lingerWith(request: IncomingMessage, response: ServerResponse, text: string): void {
  response.write(text);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER);
  request.once("end", end).once("close", end).resume();
}
