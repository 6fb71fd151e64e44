import type { Answer, Request, RequestId, ServerMessage } from "../wire/message.ts";

/** A request that waits for its answer. */
export interface OpenRequest {
  /** As the client has sent it. */
  readonly request: Request;
  readonly hear: (message: ServerMessage) => void;
  readonly settle: (outcome: Answer | Error) => void;
}

/** How many requests nobody waits for any more are remembered, so that their late answers are no faults. */
const REMEMBERED = 4096;

/** The requests of a conversation that wait for answers, by numbers of the gateway; newest last. */
export class OpenRequests {
  readonly #open = new Map<number, OpenRequest>();
  readonly #abandoned = new Set<number>();
  #last = 0;

  /** Gives it a number. */
  add(open: OpenRequest): number {
    this.#last += 1;
    this.#open.set(this.#last, open);
    return this.#last;
  }

  /** The one under what a server says is its number. */
  get(number: unknown): OpenRequest | undefined {
    return typeof number === "number" ? this.#open.get(number) : undefined;
  }

  /** Takes out the one under a number. */
  take(number: unknown): OpenRequest | undefined {
    const open = this.get(number);
    if (open !== undefined) this.#open.delete(number as number);
    return open;
  }

  /** Takes out one whose answer nobody waits for, but which may still come. */
  abandon(number: number): OpenRequest | undefined {
    const open = this.take(number);
    if (open === undefined) return undefined;
    this.#abandoned.add(number);
    for (const oldest of this.#abandoned) {
      if (this.#abandoned.size <= REMEMBERED) break;
      this.#abandoned.delete(oldest);
    }
    return open;
  }

  /** Whether an answer is the late one to a request that nobody waits for; true only once. */
  late(number: unknown): boolean {
    return typeof number === "number" && this.#abandoned.delete(number);
  }

  /** The number of the only request under an id of the client. */
  numberOf(id: unknown): number | undefined {
    const numbers = [...this.#open].filter(([, { request }]) => request.id === id);
    return numbers.length === 1 ? numbers[0]?.[0] : undefined;
  }

  /** The newest for which something holds. */
  newest(holds: (request: Request) => boolean): OpenRequest | undefined {
    let newest: OpenRequest | undefined;
    for (const open of this.#open.values()) if (holds(open.request)) newest = open;
    return newest;
  }

  /** Abandons all of them. */
  lose(reason: Error): void {
    for (const number of this.#open.keys()) this.abandon(number)?.settle(reason);
  }
}

/** The id that a notification of a cancellation names. */
export function cancelledId(params: Request["params"]): RequestId | undefined {
  const id = params?.["requestId"];
  return typeof id === "string" || typeof id === "number" ? id : undefined;
}
