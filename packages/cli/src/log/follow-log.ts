import { setTimeout as pause } from "node:timers/promises";
import type { AuditEntry, AuditStore } from "@capfence/core";

/** How often a store is looked at that cannot say when something was appended, in milliseconds. */
const LOOK = 200;

/** How far each writer's log has been read. */
export class LogCursor {
  readonly #sizes = new Map<string, number>();

  /** Takes note of an entry that was read. */
  pass({ writer, seq }: AuditEntry): void {
    this.#sizes.set(writer, Math.max(seq, this.#sizes.get(writer) ?? 0));
  }

  /** What a store has beyond that, writer by writer; it counts as read. */
  async *read(store: AuditStore): AsyncGenerator<AuditEntry> {
    for (const { writer } of await store.openings()) {
      const size = this.#sizes.get(writer) ?? 0;
      const head = await store.head(writer);
      if (head === undefined || head.seq <= size) continue;
      for await (const entry of store.entries(writer, size + 1)) {
        this.pass(entry);
        yield entry;
      }
    }
  }
}

/** Gives what is appended to a store, by any process, in batches as it comes; ends when `signal` aborts. */
export async function* followLog(
  store: AuditStore,
  cursor: LogCursor,
  signal: AbortSignal,
): AsyncGenerator<readonly AuditEntry[]> {
  do {
    // Asked before reading, so that nothing is missed between the two.
    const changed = store.changed?.(signal) ?? nextLook(signal);
    const batch: AuditEntry[] = [];
    for await (const entry of cursor.read(store)) batch.push(entry);
    if (batch.length > 0) yield batch;
    await changed;
  } while (!signal.aborted);
}

async function nextLook(signal: AbortSignal): Promise<void> {
  try {
    await pause(LOOK, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
