import type { Answer } from "../wire/message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";

/** Since 2025-11-25 the code of an error that sends the user to a page. */
export const URL_ELICITATION_REQUIRED = -32_042;

/** An answer to what the gateway asks for itself: clients see it too, but an error in it sends nobody to a page. */
export function withoutAsking(answer: Answer): Answer {
  const { error } = answer;
  if (error === undefined) return answer;
  if (error.code === URL_ELICITATION_REQUIRED)
    return new RpcFailure(CODE.internal, "the server asks for something that nobody is asked here")
      .answer;
  const { text: _text, ...read } = answer;
  return read;
}
