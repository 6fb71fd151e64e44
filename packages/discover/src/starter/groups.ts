import type { Treatment } from "./treatment.ts";

/** What the rule of a group says, and to whoever reads the policy. */
export interface Group {
  readonly treatment: Treatment;
  readonly section: "deny" | "require_approval" | "allow";
  readonly id: string;
  readonly reason: string;
  /** Why it is so, and what to do about it. */
  readonly comment: string;
}

/** The groups of the starter policy, in the order in which they stand there. */
export const GROUPS: readonly Group[] = [
  {
    treatment: "deceives",
    section: "deny",
    id: "deceives",
    reason: "its definition or its server misleads whoever reads it",
    comment:
      "Hidden or commanding text in their definitions, or from their servers. They are not in the lock file either.",
  },
  {
    treatment: "impersonates",
    section: "deny",
    id: "impersonates",
    reason: "its name can be taken for that of another tool",
    comment:
      "Names that can be taken for those of other tools. Find out which one is meant, and take that one out of here.",
  },
  {
    treatment: "executes",
    section: "deny",
    id: "executes",
    reason: "runs code or commands",
    comment:
      "What runs code can do everything else. Take one out only for a rule with conditions, such as command: or sql:.",
  },
  {
    treatment: "critical",
    section: "deny",
    id: "critical",
    reason: "a critical finding about it is open",
    comment: "Critical findings. Look at each in the report before it is let through.",
  },
  {
    treatment: "money",
    section: "require_approval",
    id: "money",
    reason: "moves money",
    comment: "A person sees every payment. Those with an amount are bounded above as well.",
  },
  {
    treatment: "deletes",
    section: "require_approval",
    id: "deletes",
    reason: "deletes something",
    comment: "What is gone cannot be looked at again.",
  },
  {
    treatment: "messages",
    section: "require_approval",
    id: "messages",
    reason: "tells something to somebody",
    comment:
      "What was sent cannot be taken back. Rules with args: could name who may be written to.",
  },
  {
    treatment: "writes",
    section: "require_approval",
    id: "writes",
    reason: "changes something",
    comment: "Changes. Allow those that may run unattended, with conditions such as path_within:.",
  },
  {
    treatment: "doubtful",
    section: "require_approval",
    id: "doubtful",
    reason: "not known to only read",
    comment:
      "Not known to read alone: they touch secrets, contradict themselves, or say nothing that tells.",
  },
  {
    treatment: "roams",
    section: "require_approval",
    id: "roams",
    reason: "could read anything, or what anybody wrote",
    comment:
      "They only read, but whatever they are told to, or what outsiders wrote. Allow them with conditions such as path_within:, url: or sql:.",
  },
  {
    treatment: "reads",
    section: "allow",
    id: "reads",
    reason: "only reads, and nothing speaks against it",
    comment: "By their definitions they only read; that they do, their server alone can promise.",
  },
];
