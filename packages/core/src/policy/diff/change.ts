import type { ActionEventInput } from "../../action/event.ts";
import type { Decision } from "../decision.ts";

/** How a decision differs between two policies, from the most to the least dangerous. */
export type ChangeKind =
  | "newly_allowed"
  | "no_longer_needs_approval"
  | "approval_instead_of_deny"
  | "warning_removed"
  | "newly_denied"
  | "newly_needs_approval"
  | "warning_added";

/** Kinds in the order they are listed, and whether each lets more through. */
export const CHANGE_KINDS: ReadonlyMap<ChangeKind, { readonly loosens: boolean }> = new Map([
  ["newly_allowed", { loosens: true }],
  ["no_longer_needs_approval", { loosens: true }],
  ["approval_instead_of_deny", { loosens: true }],
  ["warning_removed", { loosens: true }],
  ["newly_denied", { loosens: false }],
  ["newly_needs_approval", { loosens: false }],
  ["warning_added", { loosens: false }],
]);

/** One way in which two policies differ, with a call that shows it: both engines have judged it. */
export interface PolicyChange {
  readonly kind: ChangeKind;
  /** A call, as `ActionEvent.create` takes it, that the old policy decides as `before` and the new one as `after`. */
  readonly witness: ActionEventInput;
  readonly before: Decision;
  readonly after: Decision;
}

/** What changes between two decisions; undefined where only the reason does, if that. */
export function changeKind(before: Decision, after: Decision): ChangeKind | undefined {
  if (before.effect === after.effect) {
    if (before.warn === after.warn) return undefined;
    return after.warn ? "warning_added" : "warning_removed";
  }
  if (after.effect === "deny") return "newly_denied";
  if (after.effect === "allow")
    return before.effect === "deny" ? "newly_allowed" : "no_longer_needs_approval";
  return before.effect === "deny" ? "approval_instead_of_deny" : "newly_needs_approval";
}

/** The same for all calls that the same two rules decide in the same two ways. */
export function groupOf(before: Decision, after: Decision): string {
  return JSON.stringify(
    [before, after].map(({ effect, warn, rule }) => [
      effect,
      warn,
      rule?.section,
      rule?.id,
      rule?.file,
      rule?.line,
    ]),
  );
}
