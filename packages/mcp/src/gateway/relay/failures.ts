import type { GatewayLog } from "../log.ts";
import { AnswerLost, RequestNotSent } from "../upstream/conversation.ts";
import type { Answer, Request } from "../wire/message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";

/** The answer to a request that something went wrong with. */
export function failureOf(
  { method }: Request,
  error: unknown,
  log: GatewayLog,
  signal: AbortSignal,
): Answer {
  if (error instanceof RpcFailure) return error.answer;
  if (error instanceof RequestNotSent) {
    // The log is told by whoever knows of which server, and not for every request.
    return signal.aborted ? givenUp() : unreachable();
  }
  if (error instanceof AnswerLost) return lostAnswer();
  // Why is for the operator: it may speak of files and policies.
  log.error("a request was refused or not recorded", { method, error: reasonOf(error) });
  const words = "the request was refused, or could not be recorded; nothing was run";
  return new RpcFailure(CODE.internal, words).answer;
}

/** The answer to what its client gave up before a server got it; few still read it. */
function givenUp(): Answer {
  return new RpcFailure(CODE.internal, "the request was given up; nothing was run").answer;
}

/** The answer to what never reached its server. */
export function unreachable(): Answer {
  return new RpcFailure(CODE.internal, "the server behind the gateway cannot be reached").answer;
}

/** The answer to what its server has got but not answered. */
export function lostAnswer(): Answer {
  const words = "the server behind the gateway has not answered; it may have done what was asked";
  return new RpcFailure(CODE.internal, words).answer;
}

/** What went wrong, in words for the operator. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  // Where a host has several addresses and none answers, there is a code and no message.
  const words = message === "" ? String((error as NodeJS.ErrnoException).code) : message;
  return cause instanceof Error ? `${words}: ${reasonOf(cause)}` : words;
}
