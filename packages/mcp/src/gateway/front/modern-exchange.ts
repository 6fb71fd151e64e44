import type { ClientSession } from "../relay/client-session.ts";
import type { Headers } from "../wire/envelope.ts";
import { answerText, type Request, serverMessageText } from "../wire/message.ts";
import { capabilityTokenIn, saidByStatus } from "./capability-token.ts";
import { type HttpCall, writeJson } from "./http-call.ts";
import { SseResponse } from "./sse-response.ts";
import { challengeOf, statusOf } from "./status.ts";

/** Carries one request of the modern era: a client that goes away has cancelled it. */
export async function modernExchange(
  session: ClientSession,
  request: Request,
  call: HttpCall,
): Promise<void> {
  const { response, principal } = call;
  const controller = new AbortController();
  let answered = false;
  response.once("close", () => {
    if (!answered) controller.abort();
  });
  let stream: SseResponse | undefined;
  const asked = await session.request(request, {
    signal: controller.signal,
    headers: mirrors(call.headers),
    ...capabilityTokenIn(call.headers),
    send: (message) => {
      if (response.destroyed) return;
      stream ??= new SseResponse(response, { expiresAt: principal.expiresAt });
      stream.message(serverMessageText(message));
    },
  });
  answered = true;
  const answer = saidByStatus(asked, call.headers);
  const text = answerText(request.id, answer);
  if (stream === undefined)
    return writeJson(call, statusOf("modern", answer), text, challengeOf(answer));
  stream.message(text);
  stream.end();
}

function mirrors(headers: Headers): Headers {
  const mirrored = Object.entries(headers).filter(
    ([name]) => name.startsWith("mcp-") && name !== "mcp-session-id",
  );
  return Object.fromEntries(mirrored);
}
