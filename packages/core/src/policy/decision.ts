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
  | "approval_granted"
  | "approval_rejected"
  | "approval_error";

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
}
