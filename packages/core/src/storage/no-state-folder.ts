import type { ApprovalNotifier } from "../approvals/notifier.ts";
import { ConfigurationError } from "../errors.ts";
import type { StorageEngine } from "./engine.ts";
import type { LogOptions } from "../audit/writer/open-log.ts";
import type { Signing } from "./signing.ts";

/** Always throws: this host has no folder to keep state in. */
export function stateFolder(): string {
  throw new ConfigurationError("this host has no state folder; pass { storage }");
}

/** Always throws: this host has no durable place that CapFence could choose by itself. */
export function openDefaultStorage(): StorageEngine {
  throw new ConfigurationError("this host has no durable storage of its own; pass { storage }");
}

/** Always throws: this host has no place to keep a key. */
export function defaultAudit(_location: string): Pick<LogOptions, keyof Signing | "anchors"> {
  throw new ConfigurationError("this host has no place to keep a key; pass { audit: { signer } }");
}

/** None: this host has no environment to name any. */
export function defaultNotifiers(): readonly ApprovalNotifier[] {
  return [];
}
