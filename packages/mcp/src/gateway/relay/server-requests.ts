import type { Answer, RequestId } from "../wire/message.ts";

/** The requests that were sent to a client and wait for its answer, under ids that the gateway has chosen. */
export class ServerRequests {
  readonly #waiting = new Map<RequestId, (answer: Answer) => void>();
  #count = 0;

  /** Asks: `send` gets the id to ask under. Rejects with the reason of `signal`. */
  ask(send: (id: RequestId) => void, signal: AbortSignal): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#count += 1;
    const id = `capfence-${this.#count}`;
    const stop = (): void => reject(signal.reason as Error);
    const settle = (): void => {
      this.#waiting.delete(id);
      signal.removeEventListener("abort", stop);
    };
    if (signal.aborted) stop();
    else {
      signal.addEventListener("abort", stop, { once: true });
      this.#waiting.set(id, resolve);
      send(id);
    }
    return promise.finally(settle);
  }

  /** Takes an answer of the client; whether anybody waits for it. */
  answer(id: RequestId, answer: Answer): boolean {
    const waiting = this.#waiting.get(id);
    waiting?.(answer);
    return waiting !== undefined;
  }
}
