import type { Answer, Incoming, RequestId, ServerMessage } from "../wire/message.ts";
import { readServerMessage } from "../wire/read-message.ts";
import { RpcFailure } from "../wire/rpc-failure.ts";
import { AnswerLost } from "./conversation.ts";

/** Reads what a server sends in answer to one HTTP request. */
export class AnswerReader {
  readonly #id: RequestId | undefined;
  readonly #hear: (message: ServerMessage) => void;
  readonly #fault: (reason: Error) => void;
  #answered = false;

  /** A stream that is for no request has no id: answers on it are faults. */
  constructor(
    id: RequestId | undefined,
    hear: (message: ServerMessage) => void,
    fault: (reason: Error) => void,
  ) {
    this.#id = id;
    this.#hear = hear;
    this.#fault = fault;
  }

  /** Takes a message; gives the answer, or why it cannot be had, if this was it. Never throws. */
  take(text: string): Answer | AnswerLost | undefined {
    let message: Incoming;
    try {
      message = readServerMessage(text);
    } catch (cause) {
      this.#fault(cause as Error);
      const isAnswer =
        cause instanceof RpcFailure && cause.id !== undefined && cause.id === this.#id;
      return isAnswer ? new AnswerLost("the server's answer cannot be read") : undefined;
    }
    if (this.#answered) {
      this.#fault(new Error("a message comes after the answer"));
      return undefined;
    }
    if (message.kind === "answer") {
      if (this.#id === undefined || message.id !== this.#id) {
        this.#fault(new Error("an answer has an id that nothing waits for"));
        return undefined;
      }
      this.#answered = true;
      return message.answer;
    }
    try {
      this.#hear(message);
    } catch (cause) {
      this.#fault(new Error("a message of the server cannot be delivered", { cause }));
    }
    return undefined;
  }
}
