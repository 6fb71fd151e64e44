import type { AuditStore } from "../audit/store.ts";
import type { StateStore } from "../state/store.ts";
import { authorityFor, standingOf } from "../approvals/authority.ts";
import type { ApprovalRequest } from "../approvals/request.ts";
import { requireRequest } from "../approvals/stored.ts";
import type { ApprovalRequirement } from "../policy/approval-requirement.ts";

/** How long to wait. */
export interface WaitOptions {
  /** Ends the wait; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds; by default until the request expires. */
  readonly timeout?: number;
}

/** What waiting needs. */
export interface WaitPorts {
  readonly store: StateStore & Pick<AuditStore, "changed">;
  readonly requirements: readonly ApprovalRequirement[] | undefined;
  readonly clock: () => number;
}

/** How often to look where the store cannot tell, in milliseconds. */
const LOOK = 500;

/**
 * The request once it no longer waits for an answer: approved, rejected, cancelled, consumed or expired; pending if
 * `timeout` was over first. An answer that was not signed by who had to sign it is none. Throws `ApprovalError` where
 * there is no such request.
 */
export async function waitForAnswer(
  id: string,
  { signal, timeout }: WaitOptions,
  { store, requirements, clock }: WaitPorts,
): Promise<ApprovalRequest> {
  const deadline = timeout === undefined ? Infinity : performance.now() + timeout;
  for (;;) {
    signal?.throwIfAborted();
    const looked = new AbortController();
    const ended = signal === undefined ? looked.signal : AbortSignal.any([signal, looked.signal]);
    // Asked before looking, so that nothing is missed in between.
    const changed = store.changed?.(ended) ?? pause(LOOK, ended);
    try {
      const request = await requireRequest(store, id);
      const now = clock();
      const state = standingOf(request, now, authorityFor(requirements, request));
      const left = deadline - performance.now();
      if (state !== "pending" || left <= 0) return { ...request, state };
      const until = Math.min(left, request.expiresAt - now);
      // A timer for longer than about 24 days would fire at once.
      await Promise.race([changed, pause(Math.min(until, 0x7fffffff), ended)]);
    } finally {
      looked.abort();
      await changed.catch(() => undefined);
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}
