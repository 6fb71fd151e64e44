import type { ImmutableAuditTrail } from "../audit/trail.ts";
import type { StateStore } from "../state/store.ts";
import type { ApprovalNotifications } from "./notifications.ts";

/** What an approval engine works on. */
export interface ApprovalPorts {
  readonly store: StateStore;
  readonly trail: ImmutableAuditTrail;
  /** Milliseconds since the Unix epoch. */
  readonly clock: () => number;
  /** A fresh identifier, for new grants. */
  readonly newId: () => string;
  /** Told of what the engine does, once its record is durable. */
  readonly notifications?: ApprovalNotifications;
}
