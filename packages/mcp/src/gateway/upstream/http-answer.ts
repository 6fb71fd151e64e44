import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../wire/message.ts";
import type { AnswerReader } from "./answer-reader.ts";
import { AnswerLost, type RequestOptions } from "./conversation.ts";
import { readEvents } from "./event-stream.ts";
import type { HttpSession } from "./http-session.ts";
import { contentType, discard, readBody } from "./response-body.ts";

/** One request whose answer is being read. */
export interface AnswerSource {
  readonly session: HttpSession;
  readonly reader: AnswerReader;
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly pause: RequestOptions["pause"];
  /** Whether a stream that ends without the answer may be taken up again. */
  readonly resumes: boolean;
}

const TRIES = 5;
const RETRY = 1000;
const SHORTEST_RETRY = 10;
const LONGEST_RETRY = 60_000;

/** The answer in a successful response, which is one JSON text or a stream. Rejects with `AnswerLost`. */
export async function answerIn(response: IncomingMessage, source: AnswerSource): Promise<Answer> {
  const type = contentType(response);
  if (type === "text/event-stream")
    return { ...(await streamedAnswer(response, source)), streamed: true };
  if (type !== "application/json") {
    response.destroy();
    throw new AnswerLost("the server's answer is neither JSON nor a stream of events");
  }
  const answer = source.reader.take(await readBody(response, source.limit));
  if (answer === undefined) throw new AnswerLost("the server has not answered the request");
  if (answer instanceof AnswerLost) throw answer;
  return answer;
}

async function streamedAnswer(first: IncomingMessage, source: AnswerSource): Promise<Answer> {
  const { session, reader, limit, signal, pause, resumes } = source;
  let last: string | undefined;
  let retry: number | undefined;
  let response: IncomingMessage | undefined = first;
  for (let tries = 0; ; tries += 1) {
    if (response !== undefined) {
      const before = last;
      const answer = await untilAnswered(response, reader, limit, {
        id: (id) => (last = id),
        retry: (milliseconds) => {
          retry = Math.max(SHORTEST_RETRY, Math.min(LONGEST_RETRY, milliseconds));
        },
      });
      if (answer !== undefined) return answer;
      if (signal.aborted) throw new AnswerLost("nobody waits for the answer");
      if (!resumes || !last) throw new AnswerLost("the server's stream ended without the answer");
      if (last !== before) tries = 0;
      pause?.(retry);
    }
    if (tries >= TRIES) throw new AnswerLost("the server's stream cannot be taken up again");
    await sleep(retry ?? RETRY, undefined, { signal }).catch((cause: unknown) => {
      throw new AnswerLost("nobody waits for the answer", { cause });
    });
    response = await resumed(session, last ?? "", signal);
  }
}

/** Reads until the answer has come; what follows it is only waited for so that the connection can be used again. */
function untilAnswered(
  response: IncomingMessage,
  reader: AnswerReader,
  limit: number,
  place: { id(id: string): void; retry(milliseconds: number): void },
): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const message = (text: string): void => {
      const answer = reader.take(text);
      if (answer === undefined) return;
      const timer = setTimeout(() => response.destroy(), 1000).unref();
      response.once("close", () => clearTimeout(timer));
      if (answer instanceof AnswerLost) reject(answer);
      else resolve(answer);
    };
    readEvents(response, limit, { message, ...place }).then(() => resolve(undefined), reject);
  });
}

/** The stream after an event; undefined where it may be there later. */
async function resumed(
  session: HttpSession,
  last: string,
  signal: AbortSignal,
): Promise<IncomingMessage | undefined> {
  let response: IncomingMessage;
  try {
    const headers = { accept: "text/event-stream", "last-event-id": headerText(last) };
    response = await session.send({ method: "GET", headers, signal });
  } catch (cause) {
    if (session.over === undefined && !signal.aborted) return undefined;
    throw new AnswerLost((cause as Error).message, { cause });
  }
  const { statusCode = 0 } = response;
  if (statusCode === 200 && contentType(response) === "text/event-stream") return response;
  discard(response);
  if (statusCode >= 500 || statusCode === 429) return undefined;
  throw new AnswerLost(`the server does not resume its stream (HTTP ${statusCode})`);
}

/** Headers are bytes, which Node takes as characters below 256. */
export function headerText(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
