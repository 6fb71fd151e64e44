/**
 * The calls that are held open until their request for approval is answered. Of those that wait for the same request
 * only the newest is held: clients that give up silently ask again, and the answer is for who still waits.
 */
export class HeldCalls {
  readonly #newest = new Map<string, AbortController>();

  /** Holds a call while `waiting` waits. The signal that it gets ends that: with `outer`, or when a newer call comes. */
  async hold(
    approvalId: string,
    outer: AbortSignal,
    waiting: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<void> {
    const turn = new AbortController();
    this.#newest.get(approvalId)?.abort();
    this.#newest.set(approvalId, turn);
    try {
      await waiting(AbortSignal.any([outer, turn.signal]));
    } catch {
      // Whoever does not wait any more gets no answer anyway, and whoever was let go is judged as it stands.
    } finally {
      if (this.#newest.get(approvalId) === turn) this.#newest.delete(approvalId);
    }
  }
}
