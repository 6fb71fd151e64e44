import type { EventStore } from "./event-store.ts";
import type { SseResponse } from "./sse-response.ts";

/** A stream of events of a session, which outlives the responses that carry it. */
export class LegacyStream {
  readonly number: number;
  readonly #store: EventStore;
  #response: SseResponse | undefined;
  #written = 0;
  #ended = false;

  constructor(number: number, store: EventStore) {
    this.number = number;
    this.#store = store;
    this.#written = store.latest;
  }

  /** Whether a response carries it now. */
  get carried(): boolean {
    return this.#response?.open ?? false;
  }

  /** Whether nothing more comes. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Goes on in a response, after an event; after the last that any response carried, if none is given. */
  carry(response: SseResponse, after: number = this.#written): void {
    this.leave();
    this.#response = response;
    for (const { sequence, text } of this.#store.after(this.number, after))
      this.#write(sequence, text);
    if (this.#ended) response.end();
  }

  /** What a client resumes after that has got all that was written. */
  get position(): string {
    return this.#id(this.#written);
  }

  /** Sends a message, now or when it is resumed. */
  send(text: string): void {
    const { sequence } = this.#store.append(this.number, text);
    if (this.carried) this.#write(sequence, text);
  }

  /** Leaves the response that carries it. */
  leave(): void {
    this.#response?.end();
    this.#response = undefined;
  }

  /** Nothing more comes. */
  end(): void {
    this.#ended = true;
    this.leave();
  }

  #write(sequence: number, text: string): void {
    this.#written = sequence;
    this.#response?.message(text, this.#id(sequence));
  }

  #id(sequence: number): string {
    return `${this.number}-${sequence}`;
  }
}

/** Reads the id of an event; undefined for what is none. */
export function readEventId(
  id: string,
): { readonly stream: number; readonly sequence: number } | undefined {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(id);
  return match === null ? undefined : { stream: Number(match[1]), sequence: Number(match[2]) };
}
