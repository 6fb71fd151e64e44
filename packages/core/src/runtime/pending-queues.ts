import { stateAt } from "../approvals/request.ts";
import { requestIn } from "../approvals/stored.ts";
import { type MaybePromise, whenReady } from "../maybe-promise.ts";
import type { StateStore } from "../state/store.ts";

/** As many requests of one actor as people can be expected to look at; an agent must not bury those of others. */
const MOST_PENDING = 100;

/** How long a full queue is taken for full without looking again, in milliseconds. */
const FULL_FOR = 1000;

/** More actors than this that have filled their queues are not remembered. */
const MOST_REMEMBERED = 1000;

/** Keeps any one actor from filling the queue of requests. */
export class PendingQueues {
  /** Until when an actor's queue counts as full. */
  readonly #full = new Map<string, number>();

  /** Whether as many requests of an actor wait as may; those made before `since` have expired. Throws or rejects where they cannot be read. */
  isFull(actor: string, since: number, now: number, store: StateStore): MaybePromise<boolean> {
    if (now < (this.#full.get(actor) ?? Number.NEGATIVE_INFINITY)) return true;
    return whenReady(store.all("request", since), (versions) => {
      if (versions.length < MOST_PENDING) return false;
      // As it is written in the request: most are of others, and need not be read.
      const named = `"actor":${JSON.stringify(actor)}`;
      let pending = 0;
      for (const version of versions) {
        if (!version.text.includes(named)) continue;
        const request = requestIn(version);
        if (request.actor === actor && stateAt(request, now) === "pending") pending += 1;
        if (pending === MOST_PENDING) return this.#remember(actor, now);
      }
      return false;
    });
  }

  #remember(actor: string, now: number): true {
    if (this.#full.size >= MOST_REMEMBERED) this.#full.clear();
    this.#full.set(actor, now + FULL_FOR);
    return true;
  }
}
