import type { LintCode } from "./finding.ts";

/** What a kind of finding means, for those who meet it without the policy at hand. */
export interface LintRule {
  readonly summary: string;
  /** Why it matters and how to mend it. */
  readonly help: string;
}

/** Every kind of finding. */
export const LINT_RULES: ReadonlyMap<LintCode, LintRule> = new Map([
  [
    "approval_without_allow",
    {
      summary:
        "an approval rule asks about the graver calls where nothing lets the milder ones through",
      help: "An approval rule needs no allow rule, but it asks only where its conditions hold. Smaller amounts, or calls trusted more, are denied unless another rule lets them through. Add an allow rule for those, or leave the bound out if all calls are to be asked about.",
    },
  ],
  [
    "blanket_allow",
    {
      summary: "an allow rule covers every capability",
      help: "It also allows tools that nobody has thought of yet. Name the capabilities it is for.",
    },
  ],
  [
    "duplicate_rule",
    { summary: "two rules say the same", help: "One of them has no effect. Remove it." },
  ],
  [
    "never_matches",
    {
      summary: "no call satisfies all conditions of a rule",
      help: "Its bounds exclude each other. Correct them, or remove the rule.",
    },
  ],
  [
    "shadowed_allow",
    {
      summary: "a deny or approval rule takes precedence wherever an allow rule holds",
      help: "The allow rule has no effect. Remove it, or narrow the other rule.",
    },
  ],
  [
    "text_condition",
    {
      summary: "a text condition guards a value that has a grammar",
      help: "A command, path, SQL statement or URL can be spelled in many ways that a search of its text does not see. Use the condition that parses it, or allow exactly what is wanted.",
    },
  ],
  [
    "token_of_nobody",
    {
      summary: "a rule asks for a capability token where no token counts",
      help: "Without tokens: nobody knows whose tokens count, so none does, and no call has one. Name the issuers and the audience under tokens:, here or in the policy that extends this one.",
    },
  ],
  [
    "undeclared_value",
    {
      summary: "a condition may not find the value it reads",
      help: "Without fields the condition reads arguments whose names tell what they are. Say where the value is, such as fields: { payments.transfer: { amount: /amount } }, or name the capability instead of a wildcard.",
    },
  ],
  [
    "unknown_environment",
    {
      summary: "a rule names an environment that nobody has declared",
      help: "It may be misspelled, and then the rule is quietly off. Add it to environments: if it is meant.",
    },
  ],
  [
    "unnamed_tool_capability",
    {
      summary: "a tool has a capability that no rule names",
      help: "Every call of the tool is denied. Add a rule for its capability, or correct the mapping.",
    },
  ],
  [
    "unused_approvers",
    {
      summary: "approvers are named for calls that nobody is asked about",
      help: "No approval rule is about the capabilities of the entry, so its approvers are never asked. Correct its for:, or add an approval rule.",
    },
  ],
]);
