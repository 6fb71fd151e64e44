import { setTimeout as pause } from "node:timers/promises";
import type { AuditStore } from "@capfence/core";

/**
 * Resolves when something may have been committed since it was called, after so many milliseconds, or when `signal`
 * aborts. To be called before looking at the store and awaited afterwards, so that nothing is missed between the two.
 */
export async function nextChange(
  store: Pick<AuditStore, "changed">,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const time = pause(Math.max(1, milliseconds), undefined, { signal: ended }).catch(
    () => undefined,
  );
  // A store that cannot tell of changes, or no longer can, is looked at now and then.
  const changed = store.changed?.(ended).catch(() => time) ?? time;
  await Promise.race([time, changed]);
  over.abort();
  await Promise.all([time, changed]);
}
