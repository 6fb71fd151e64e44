import type { ApprovalEngine } from "../approvals/engine.ts";
import type { ApprovalNotifier } from "../approvals/notifier.ts";
import type { AuditOptions, ImmutableAuditTrail } from "../audit/trail.ts";
import { ConfigurationError } from "../errors.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import type { PolicyMode } from "../policy/document/document.ts";
import type { StorageEngine } from "../storage/engine.ts";
import type { BypassOptions } from "./bypass.ts";
import type { DecisionObserver } from "./observer.ts";

/** What a runtime is made of; only the decision point is needed. */
export interface ActionRuntimeOptions {
  /** Decides; usually a `CapabilitySystem` with a policy loaded. */
  readonly capabilitySystem: DecisionPoint;
  /** Keeps the log and the approvals; by default one SQLite file in the state folder. */
  readonly storage?: StorageEngine;
  /** How the log is signed, anchored and redacted; in the state folder, as the key and the environment there say. */
  readonly audit?: AuditOptions;
  /** A trail made elsewhere, instead of `audit`. */
  readonly auditTrail?: ImmutableAuditTrail;
  readonly approvalEngine?: ApprovalEngine;
  /** `observe` lets every tool run and records what would have happened; by default as the policy says. */
  readonly mode?: PolicyMode;
  /** Milliseconds since the Unix epoch. */
  readonly clock?: () => number;
  /** Told of every decision and outcome once its record is durable; they change nothing. */
  readonly observers?: readonly DecisionObserver[];
  /**
   * Told of requests, answers, grants and bypasses once their records are durable; nobody waits for them. Where no
   * storage is given, by default those that the environment names.
   */
  readonly notifiers?: readonly ApprovalNotifier[];
  /** Makes `bypass` work, for emergencies; off where it is left out. */
  readonly emergencyBypass?: BypassOptions;
}

/** The decision point, if it is one. Throws `ConfigurationError`. */
export function checkDecisionPoint(policy: DecisionPoint | undefined): DecisionPoint {
  if (typeof policy?.decide === "function") return policy;
  throw new ConfigurationError(
    "capabilitySystem must be something that decides, such as a CapabilitySystem",
  );
}

/** The mode, if it is one. Throws `ConfigurationError`. */
export function checkMode(mode: PolicyMode | undefined): PolicyMode | undefined {
  if (mode === undefined || mode === "enforce" || mode === "observe") return mode;
  throw new ConfigurationError(`unknown mode ${JSON.stringify(mode)}; use "enforce" or "observe"`);
}
