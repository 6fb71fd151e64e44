import type { PoolClient } from "pg";
import { run } from "./pg-query.ts";

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** Hears the notifications of one channel, on a connection that it renews until it is closed. */
export class PgListener {
  readonly #take: () => Promise<PoolClient>;
  readonly #channel: string;
  readonly #timeout: number;
  readonly #heard: () => void;
  #client: PoolClient | undefined;
  #pause = FIRST_PAUSE;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  /** `channel` is an identifier that is quoted already. */
  constructor(
    take: () => Promise<PoolClient>,
    channel: string,
    timeout: number,
    heard: () => void,
  ) {
    this.#take = take;
    this.#channel = channel;
    this.#timeout = timeout;
    this.#heard = heard;
    void this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#drop();
  }

  async #connect(): Promise<void> {
    try {
      const client = await this.#take();
      this.#client = client;
      client.once("error", () => this.#again());
      client.once("end", () => this.#again());
      client.on("notification", this.#heard);
      await run(client, `LISTEN ${this.#channel}`, this.#timeout);
      this.#pause = FIRST_PAUSE;
      if (this.#closed) this.#drop();
      else this.#heard();
    } catch {
      this.#again();
    }
  }

  #again(): void {
    this.#drop();
    if (this.#closed || this.#retry !== undefined) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#connect();
    }, this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
  }

  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    // Ended rather than given back, so that no reader's connection goes on listening.
    client?.release(true);
  }
}
