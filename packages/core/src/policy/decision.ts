/** What a policy says of an event. */
export type Effect = "allow" | "deny" | "require_approval";

/** Why, in one stable word. Those from `policy_error` on are given by the runtime, not by a policy. */
export type Reason =
  | "policy_allow"
  | "policy_deny"
  | "policy_default_deny"
  | "approval_required"
  | "policy_error"
  | "tool_unmapped"
  | "tool_unreviewed"
  | "approval_granted"
  | "approval_rejected"
  | "approval_expired"
  | "approval_cancelled"
  | "approval_queue_full"
  | "approved_grant"
  | "approval_error"
  | "token_required"
  | "token_invalid"
  | "token_expired"
  | "token_revoked"
  | "token_replayed"
  | "token_scope"
  | "token_exhausted"
  | "bypassed";

/** The sections of a policy, most restrictive first. */
export type Section = "deny" | "require_approval" | "warn" | "allow";

/** Whether rules of a section hold calls back; the others let them through. */
export function restricts(section: Section): boolean {
  return section === "deny" || section === "require_approval";
}

/** The rule that decided, and where it is written. */
export interface RuleReference {
  readonly section: Section | "risk_levels";
  /** The rule's `id`, or its place such as `deny[0]`. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** The author's words for people; they never change a decision. */
  readonly reason?: string;
  readonly severity?: string;
  readonly references?: readonly string[];
}

/** What a decision point answers, and which rule said it. */
export interface Decision {
  readonly effect: Effect;
  readonly reason: Reason;
  /** Allowed, but marked by a `warn` rule or risk level. */
  readonly warn: boolean;
  readonly rule: RuleReference | undefined;
  /** Keys of the conditions that could not be evaluated and made the decision stricter. */
  readonly uncertain: readonly string[];
  /** Digest of the policy that decided; empty where none is loaded. */
  readonly policyDigest: string;
  /**
   * What path conditions saw of the disk: absolute path to real path, empty where it could not be told; `.` is
   * the working directory. Left out where nothing was looked up.
   */
  readonly resolved?: Readonly<Record<string, string>>;
  /** Limits that the decision takes for not exceeded, most restrictive first; only who counts what was used can tell. */
  readonly limits?: readonly LimitUse[];
}

/** What a call would use of a limit, as a rule with `max_calls` or `max_total` says. */
export interface LimitUse {
  /** What is counted together: SHA-256 over the rule's scope and whose use it is. */
  readonly bucket: string;
  /** How long a use counts, in milliseconds. */
  readonly window: number;
  /** The most that may be used within a window, an exact decimal. */
  readonly most: string;
  /** What this call uses, an exact decimal from 0. */
  readonly uses: string;
  /** What is decided where this call would exceed the limit; it has no limits itself. */
  readonly exceeded: Decision;
}
