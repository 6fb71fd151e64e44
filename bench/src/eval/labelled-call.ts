import type { JsonObject } from "@capfence/core";

/** What somebody who knows says of a call; only attacks and benign calls are scored. */
export type Label = "attack" | "benign" | "gray" | "risky";

/** The labels, scored ones first. */
export const LABELS: readonly Label[] = ["attack", "benign", "gray", "risky"];

/** A tool call and its label. */
export interface LabelledCall {
  readonly id: string;
  readonly label: Label;
  readonly tool: string | undefined;
  /** The call's capability, or undefined where the policy's `tools:` must tell. */
  readonly capability: string | undefined;
  readonly args: JsonObject;
  readonly why: string | undefined;
}
