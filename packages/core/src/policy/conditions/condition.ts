import type { Json } from "../../encoding/json.ts";
import type { SourceNode } from "../document/source.ts";
import type { Problem } from "../document/source-values.ts";
import type { Amount } from "../payload/amounts.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import type { Truth } from "../truth.ts";

/** Values at one place of a call among which a condition changes its answer, for those who look for such calls. */
export interface Samples {
  /** A JSON Pointer into the payload (`""`: the values are merged into it), or a key of `ActionEventInput`, such as `environment`. */
  readonly at: string;
  readonly values: readonly Json[];
  /** Numbers at which the answer changes; those between and beyond them are samples too. */
  readonly bounds?: readonly Amount[];
  /** Whether every other value is answered as one of these; where it is not, they are only examples. */
  readonly complete: boolean;
  /** Whether two of these texts, joined, can say more than each alone. */
  readonly joins?: boolean;
  /** What has no sample, in words for a person. */
  readonly missing?: readonly string[];
}

/** One condition of a rule. Pure: the same view gives the same truth. */
export interface Condition {
  /** As the policy spells it, such as `amount_gt`. */
  readonly key: string;
  /** `absent` is what it means that the payload lacks the value this condition reads. */
  evaluate(view: EventView, absent: Truth): Truth;
  /** Why `evaluate` is uncertain of this view, in words for a person that follow "it is uncertain because". */
  doubt?(view: EventView, absent: Truth): string | undefined;
  /** Where and at which values the answer changes; a condition without this is never compared by values. */
  samples?(facts: CapabilityFacts): readonly Samples[];
  /** What this condition looked at in the event, in words for a person; undefined where that would say nothing. */
  saw?(view: EventView): string | undefined;
  /** Loads what `evaluate` needs and throws without; undefined once it is there. */
  load?(): Promise<void> | undefined;
}

/**
 * Which way a rule may err: one that restricts (deny, require_approval) must see every spelling, one that
 * permits (allow, warn) must be sure of every part of the payload.
 */
export type RuleSide = "restrict" | "permit";

/**
 * Compiles a condition's value; reports to `problem` and returns undefined where it is malformed. `rule` is the
 * mapping that holds it, for conditions that another key of the rule modifies.
 */
export type CompileCondition = (
  node: SourceNode,
  side: RuleSide,
  problem: Problem,
  rule: SourceNode,
) => Condition | undefined;
