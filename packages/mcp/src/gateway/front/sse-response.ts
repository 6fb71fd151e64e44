import type { ServerResponse } from "node:http";

const HEARTBEAT = 15_000;
/** How many bytes may wait for a slow reader when there is more for it; one message may be larger. */
const BUFFERED = 8 * 1024 * 1024;
/** Timers cannot wait longer. */
const LONGEST = 2 ** 31 - 1;

/** A response that is a stream of events. */
export class SseResponse {
  readonly #response: ServerResponse;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #expiry: NodeJS.Timeout | undefined;

  /** Begins the stream; it ends when the proof of who reads it does. */
  constructor(
    response: ServerResponse,
    more: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly expiresAt?: number | undefined;
    } = {},
  ) {
    this.#response = response;
    response.writeHead(200, {
      ...more.headers,
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    });
    response.flushHeaders();
    const rest = (more.expiresAt ?? Number.POSITIVE_INFINITY) - Date.now();
    this.#heartbeat = setInterval(() => this.#write(": heartbeat\n\n"), HEARTBEAT).unref();
    this.#expiry =
      rest > LONGEST ? undefined : setTimeout(() => this.end(), Math.max(rest, 0)).unref();
    response.once("close", () => this.#stop());
  }

  /** Whether anything written still goes somewhere. */
  get open(): boolean {
    return !this.#response.writableEnded && !this.#response.destroyed;
  }

  /** Sends a message. */
  message(text: string, id?: string): void {
    // Line breaks in JSON stand only between its tokens, so it does not matter that they all become one kind.
    const lines = text.replaceAll(/\r\n|\r|\n/g, "\ndata: ");
    this.#write(`event: message\n${id === undefined ? "" : `id: ${id}\n`}data: ${lines}\n\n`);
  }

  /** Tells the reader from where it can resume, and in how many milliseconds. */
  prime(id: string, retry?: number): void {
    this.#write(`id: ${id}\n${retry === undefined ? "" : `retry: ${retry}\n`}data: \n\n`);
  }

  /** Ends it. */
  end(): void {
    this.#stop();
    if (this.open) this.#response.end();
  }

  #write(text: string): void {
    // What was closed before this began has no other end.
    if (!this.open) return this.#stop();
    if (this.#response.writableLength > BUFFERED) this.#response.destroy();
    else this.#response.write(text);
  }

  #stop(): void {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#expiry);
  }
}
