import type { JsonObject } from "@capfence/core";

/** A tool of which is known whether it is offered for an attack. */
export interface LabelledTool {
  readonly name: string;
  readonly description: string;
  readonly definition: JsonObject;
  readonly isAttack: boolean;
  /** What it is counted with: its label, or that its attack is open (`aggressive`) or disguised. */
  readonly kind: string;
}
