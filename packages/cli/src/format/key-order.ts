/** The keys of a policy in the order of the language's description, its older spellings beside the newer. */
export const POLICY_ORDER: readonly string[] =
  `version name policy_name description extends mode enforcement_mode approval_timeout_seconds approvals tokens
   environments tools fields deny require_approval warn allow risk_levels rules`.split(/\s+/);

/** The keys of a rule: what it is, what it is about, when it holds, and why. */
export const RULE_ORDER: readonly string[] = `id description capability
   environment user_role tenant actor session tool_name framework risk_level
   caller_depth_gt caller_depth_gte caller_depth_lt caller_depth_lte trust_below requires_token token_issuer
   contains match_keywords match_regex amount_gt amount_gte amount_lt amount_lte currency args only_args
   path_within path_prefix path_matches paths url command sql table max_calls max_total unless
   threshold action reason severity references`.split(/\s+/);

/** The sections that hold rules. */
export const RULE_SECTIONS: readonly string[] = [
  "deny",
  "require_approval",
  "warn",
  "allow",
  "rules",
];

/** Compares keys by an order; those it lacks come last, as they came. */
export function byOrder(order: readonly string[]): (one: string, other: string) => number {
  const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return (one, other) => place(one) - place(other);
}
