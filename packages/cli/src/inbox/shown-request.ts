import {
  type ApprovalRequest,
  type AuditStore,
  canonicalJson,
  type Json,
  findRequest,
  lastAnswer,
  stateAt,
  type StateStore,
} from "@capfence/core";
import { nextChange } from "./next-change.ts";
import { screenText } from "./screen-text.ts";
import { statusOf } from "./status.ts";

/** What keeping an eye on a request needs. */
export interface WatchPorts {
  readonly store: StateStore & Pick<AuditStore, "changed">;
  /** Milliseconds since the Unix epoch. */
  readonly clock: () => number;
  /** How often the store is looked at if it tells of nothing, in milliseconds. */
  readonly look: number;
}

/** A request that is on the screen: whoever answers it learns at once when it can no longer be answered. */
export class ShownRequest {
  readonly #ports: WatchPorts;
  readonly #gone = new AbortController();
  readonly #closed = new AbortController();
  readonly #shown: ApprovalRequest;
  #latest: ApprovalRequest;

  constructor(request: ApprovalRequest, ports: WatchPorts) {
    this.#ports = ports;
    this.#shown = request;
    this.#latest = request;
    void this.#watch();
  }

  /** What changes of it; asked for again and again. */
  get status(): string {
    const now = this.#ports.clock();
    // A clock may jump, as that of a computer that slept.
    if (now >= this.#shown.expiresAt) void this.isAnswerable();
    return statusOf(this.#latest, now);
  }

  /** Aborts when the request can no longer be answered. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Why it can no longer be answered, once that is so. */
  get why(): string | undefined {
    return this.gone.aborted ? String(this.gone.reason) : undefined;
  }

  /** Looks again, and says whether it can still be answered as it was shown. */
  async isAnswerable(): Promise<boolean> {
    const why = await this.#look();
    if (why !== undefined) this.#gone.abort(why);
    return !this.gone.aborted;
  }

  /** Ends the watch. */
  close(): void {
    this.#closed.abort();
  }

  async #watch(): Promise<void> {
    const { store, clock, look } = this.#ports;
    while (!this.#closed.signal.aborted && !this.gone.aborted) {
      const left = this.#shown.expiresAt - clock();
      const change = nextChange(store, Math.min(look, left), this.#closed.signal);
      await this.isAnswerable();
      await change;
    }
  }

  async #look(): Promise<string | undefined> {
    const { store, clock } = this.#ports;
    try {
      const found = await findRequest(store, this.#shown.id);
      if (found === undefined) return "is no longer there";
      if (callOf(found) !== callOf(this.#shown))
        return "was changed while it was shown; do not trust the log";
      this.#latest = found;
      return endOf(found, clock());
    } catch (error) {
      const { message } = error as Error;
      return `cannot be read any more: ${screenText(message)}`;
    }
  }
}

/** All that an answer is about. */
function callOf(request: ApprovalRequest): string {
  const {
    state: _state,
    answers: _answers,
    cancelledBy: _by,
    cancelledFor: _for,
    ...call
  } = request;
  return canonicalJson(call as unknown as Json);
}

/** What became of a request that does not wait any more. */
function endOf(request: ApprovalRequest, now: number): string | undefined {
  const state = stateAt(request, now);
  const by = lastAnswer(request)?.by;
  const answered = by === undefined ? "" : ` by ${screenText(by)}`;
  switch (state) {
    case "pending":
      return undefined;
    case "expired":
      return "has expired";
    case "consumed":
      return `was approved${answered} elsewhere, and used`;
    case "cancelled": {
      const { cancelledBy = "somebody", cancelledFor } = request;
      const why = cancelledFor === undefined ? "" : `: ${cancelledFor}`;
      return screenText(`was cancelled by ${cancelledBy}${why}`);
    }
    default:
      return `was ${state}${answered} elsewhere`;
  }
}
