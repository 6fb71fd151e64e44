import type { AuditStore } from "../audit/store.ts";
import type { MaybePromise } from "../maybe-promise.ts";
import type { StateStore } from "../state/store.ts";

/** All ports in one: what keeps a runtime's log and its approvals, together, so that one transaction covers both. */
export interface StorageEngine extends AuditStore, StateStore {
  /** Lets go of files and connections; nothing can be stored afterwards. */
  close(): MaybePromise<void>;
}
