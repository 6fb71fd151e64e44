import { type AuditEntry, type ReadableStore, verifyLog } from "@capfence/core";
import { observe } from "./observe.ts";

/**
 * Reads a log as it is now, and verifies it meanwhile, so that a damaged one is not shown as if it were sound: gives
 * whether it is intact.
 */
export async function readWhole(
  storage: ReadableStore,
  show: (entry: AuditEntry) => void,
): Promise<boolean> {
  const { intact } = await verifyLog({
    openings: () => storage.openings(),
    entries: (...of) =>
      of[0] === undefined ? observe(storage.entries(), { read: show }) : storage.entries(...of),
  });
  return intact;
}
