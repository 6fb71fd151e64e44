import type { IncomingMessage } from "node:http";
import { createParser } from "eventsource-parser";
import { AnswerLost } from "./conversation.ts";
import { readBytes } from "./response-body.ts";

/** What comes on a stream of server-sent events. */
export interface EventSink {
  message(text: string): void;
  /** The id after which the stream can be taken up again. */
  id(id: string): void;
  /** In how many milliseconds, at the soonest. */
  retry(milliseconds: number): void;
}

const LONGEST_ID = 2048;

/**
 * Reads a stream to its end, or until the connection breaks, which is no different: it can be taken up again. Rejects
 * with `AnswerLost` for what it is no use to take up: text that is not UTF-8, or an event above the limit.
 */
export async function readEvents(
  response: IncomingMessage,
  limit: number,
  sink: EventSink,
): Promise<void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let failure: AnswerLost | undefined;
  const parser = createParser({
    maxBufferSize: limit,
    onEvent: ({ event = "message", data }) => {
      if (event === "message" && data !== "") sink.message(data);
    },
    onId: (id) => {
      if (id.length <= LONGEST_ID) sink.id(id);
    },
    onRetry: (milliseconds) => sink.retry(milliseconds),
    onError: ({ type }) => {
      if (type === "max-buffer-size-exceeded")
        failure = new AnswerLost(`an event of the server is larger than ${limit} characters`);
    },
  });
  const feed = (bytes: Buffer): void => {
    try {
      parser.feed(decoder.decode(bytes, { stream: true }));
    } catch (cause) {
      failure ??= new AnswerLost("an event of the server is not UTF-8", { cause });
    }
  };
  await readBytes(response, (bytes) => {
    feed(bytes);
    return failure === undefined;
  });
  if (failure !== undefined) throw failure;
}
