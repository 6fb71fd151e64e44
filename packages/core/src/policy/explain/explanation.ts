import type { Json } from "../../encoding/json.ts";
import type { Decision, RuleReference } from "../decision.ts";
import type { TruthName } from "../truth.ts";

export type { TruthName } from "../truth.ts";

/** What a policy made of one event, rule by rule. */
export interface Explanation {
  /** Exactly what `decide` answers. */
  readonly decision: Decision;
  /** Why the decision is what it is, in a sentence for people. */
  readonly because: string;
  readonly capability: string;
  /** The other spelling of the capability, at which only deny and approval rules look. */
  readonly alias: string | undefined;
  /** The rules that bear on the capability, in the order of the policy. */
  readonly rules: readonly RuleExplanation[];
  /** The rules that do not. */
  readonly unrelated: readonly UnrelatedRule[];
}

/** What became of one rule that bears on the capability. */
export interface RuleExplanation {
  readonly rule: RuleReference;
  /** The rule's capability patterns. */
  readonly capabilities: readonly string[];
  readonly truth: TruthName;
  /** Whether it is the rule that the decision names. */
  readonly decides: boolean;
  /** Whether the rule covers the capability: uncertain where the request stops short of the pattern. */
  readonly covers: "true" | "uncertain";
  readonly conditions: readonly ConditionExplanation[];
}

/** What became of one condition of a rule. */
export interface ConditionExplanation {
  readonly key: string;
  /** The condition's value as the policy has it. */
  readonly value: Json;
  readonly truth: TruthName;
  /** Why it is uncertain, where it is. */
  readonly doubt?: string;
  /** What it looked at in the event. */
  readonly saw?: string;
}

/** A rule that does not bear on the capability. */
export interface UnrelatedRule {
  readonly rule: RuleReference;
  readonly capabilities: readonly string[];
  readonly why: string;
}
