import { defaultAudit, defaultNotifiers, openDefaultStorage } from "#default-storage";
import { randomIdentifier } from "#platform";
import { ApprovalEngine } from "../approvals/engine.ts";
import { ApprovalNotifications } from "../approvals/notifications.ts";
import { ImmutableAuditTrail } from "../audit/trail.ts";
import { ConfigurationError } from "../errors.ts";
import type { StorageEngine } from "../storage/engine.ts";
import type { ActionRuntimeOptions } from "./runtime-options.ts";

/** What a runtime works with: parts it was given, which stay open, and parts it has opened itself. */
export class RuntimeParts {
  readonly storage: StorageEngine;
  readonly trail: ImmutableAuditTrail;
  readonly approvals: ApprovalEngine;
  readonly notifications: ApprovalNotifications;
  readonly #owned: {
    readonly storage: boolean;
    readonly trail: boolean;
    readonly notifiers: boolean;
  };

  /** Throws `ConfigurationError` for parts that do not go together. `clock` is that of approvals. */
  constructor(options: ActionRuntimeOptions, clock: () => number) {
    if (options.audit !== undefined && options.auditTrail !== undefined)
      throw new ConfigurationError("pass audit or auditTrail, not both");
    const ownsStorage = options.storage === undefined;
    this.#owned = {
      storage: ownsStorage,
      trail: options.auditTrail === undefined,
      notifiers: ownsStorage && options.notifiers === undefined,
    };
    this.notifications = new ApprovalNotifications(
      this.#owned.notifiers ? defaultNotifiers() : options.notifiers,
    );
    this.storage = options.storage ?? openDefaultStorage();
    this.trail = options.auditTrail ?? this.#openTrail(options);
    this.trail.attach(this.storage);
    this.approvals = options.approvalEngine ?? new ApprovalEngine();
    this.approvals.attach({
      store: this.storage,
      trail: this.trail,
      clock,
      newId: randomIdentifier,
      notifications: this.notifications,
    });
    if (this.approvals.attached?.trail.attached?.location !== this.storage.location)
      throw new ConfigurationError(
        "approvals and log must be kept in one place, or an approval could be used twice",
      );
  }

  /** Closes what it has opened. Waits for notifications under way, but not longer than 5 seconds. */
  async close(): Promise<void> {
    try {
      if (this.#owned.trail) await this.trail.close();
    } finally {
      if (this.#owned.notifiers) await this.notifications.close();
      else await this.notifications.settled();
      if (this.#owned.storage) await this.storage.close();
    }
  }

  #openTrail({ audit, clock }: ActionRuntimeOptions): ImmutableAuditTrail {
    const defaults = this.#owned.storage ? defaultAudit(this.storage.location) : {};
    return new ImmutableAuditTrail({
      ...defaults,
      ...audit,
      ...(clock === undefined ? {} : { clock }),
    });
  }
}
