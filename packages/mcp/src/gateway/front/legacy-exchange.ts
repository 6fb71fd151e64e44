import type { Exchange } from "../relay/client-session.ts";
import { type Answer, answerText, type RequestId, serverMessageText } from "../wire/message.ts";
import { capabilityTokenIn, saidByStatus } from "./capability-token.ts";
import { type HttpCall, writeJson } from "./http-call.ts";
import type { LegacyStream } from "./legacy-stream.ts";
import { SseResponse } from "./sse-response.ts";
import { challengeOf, statusOf } from "./status.ts";

/** What the exchange of a request needs of the session that it belongs to. */
export interface ExchangeContext {
  readonly signal: AbortSignal;
  ask(exchange: Exchange): Promise<Answer>;
  openStream(): LegacyStream;
  /** Whether the client can resume streams that were closed on it. */
  resumable(): boolean;
  /** The headers of the response; before there is an answer, if it becomes a stream. */
  headers(answer?: Answer): Readonly<Record<string, string>>;
}

/**
 * Carries one request of a session: its answer is JSON, unless something was sent before or it came on a stream. A client that goes away has
 * not cancelled, and may come back for the rest.
 */
export async function legacyExchange(
  id: RequestId,
  call: HttpCall,
  context: ExchangeContext,
): Promise<Answer> {
  const { response, principal } = call;
  let stream: LegacyStream | undefined;
  let carrier: SseResponse | undefined;
  const streaming = (): LegacyStream | undefined => {
    // Who is gone before there was a stream has no event to resume after.
    if (stream !== undefined || response.destroyed) return stream;
    stream = context.openStream();
    const { expiresAt } = principal;
    carrier = new SseResponse(response, { headers: context.headers(), expiresAt });
    if (context.resumable()) carrier.prime(stream.position);
    stream.carry(carrier);
    return stream;
  };
  const asked = await context.ask({
    signal: context.signal,
    ...capabilityTokenIn(call.headers),
    send: (message) => streaming()?.send(serverMessageText(message)),
    pause: (retry) => {
      if (!context.resumable()) return;
      const paused = streaming();
      if (paused === undefined || carrier?.open !== true) return;
      carrier.prime(paused.position, retry);
      paused.leave();
    },
  });
  const answer = saidByStatus(asked, call.headers);
  if (answer.streamed === true) streaming();
  const text = answerText(id, answer);
  if (stream === undefined)
    writeJson(call, statusOf("legacy", answer), text, {
      ...context.headers(answer),
      ...challengeOf(answer),
    });
  else {
    stream.send(text);
    stream.end();
  }
  return answer;
}
