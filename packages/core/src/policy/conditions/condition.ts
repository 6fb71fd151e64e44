import type { SourceNode } from "../document/source.ts";
import type { EventView } from "../payload/event-view.ts";
import type { Truth } from "../truth.ts";

/** One condition of a rule. Pure: the same view gives the same truth. */
export interface Condition {
  /** As the policy spells it, such as `amount_gt`. */
  readonly key: string;
  /** `absent` is what it means that the payload lacks the value this condition reads. */
  evaluate(view: EventView, absent: Truth): Truth;
  /** Why `evaluate` is uncertain of this view, in words for a person that follow "it is uncertain because". */
  doubt?(view: EventView, absent: Truth): string | undefined;
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
  problem: (node: SourceNode, message: string) => undefined,
  rule: SourceNode,
) => Condition | undefined;
