import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { AnswerReader } from "./answer-reader.ts";
import type { ConversationEvents } from "./conversation.ts";
import { readEvents } from "./event-stream.ts";
import { headerText } from "./http-answer.ts";
import type { HttpSession } from "./http-session.ts";
import { contentType, discard } from "./response-body.ts";

const FIRST_WAIT = 1000;
const SHORTEST_WAIT = 100;
const LONGEST_WAIT = 30_000;

/** Hears what a server sends that belongs to no request, until the signal, the end of the session, or HTTP 405. */
export async function listenTo(
  session: HttpSession,
  events: ConversationEvents,
  limit: number,
  signal: AbortSignal,
): Promise<void> {
  const fault = (reason: Error): void => events.fault(reason);
  const reader = new AnswerReader(undefined, (message) => events.hear(message), fault);
  let last: string | undefined;
  let retry: number | undefined;
  let failures = 0;
  while (!signal.aborted && session.over === undefined) {
    const response = await opened(session, last, signal).catch((reason: Error) => {
      if (!signal.aborted && session.over === undefined) fault(reason);
    });
    if (response === "none") return;
    failures = response === undefined ? failures + 1 : 0;
    if (response !== undefined)
      await readEvents(response, limit, {
        message: (text) => void reader.take(text),
        id: (id) => (last = id),
        retry: (milliseconds) => (retry = milliseconds),
      }).catch((reason: Error) => {
        // What could not be read would only come again.
        last = undefined;
        fault(reason);
      });
    const wait = Math.max(retry ?? FIRST_WAIT, failures && FIRST_WAIT * 2 ** Math.min(failures, 5));
    await sleep(Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, wait)), undefined, {
      signal,
      ref: false,
    }).catch(() => {});
  }
}

async function opened(
  session: HttpSession,
  last: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage | "none"> {
  const headers = {
    accept: "text/event-stream",
    ...(last ? { "last-event-id": headerText(last) } : {}),
  };
  const response = await session.send({ method: "GET", headers, signal });
  const { statusCode = 0 } = response;
  if (statusCode === 200 && contentType(response) === "text/event-stream") return response;
  discard(response);
  if (statusCode === 405) return "none";
  throw new Error(`the server does not open its stream (HTTP ${statusCode})`);
}
