import { canonicalJson } from "../../encoding/canonical-json.ts";
import { toHex } from "../../encoding/hex.ts";
import { type ApprovalRequirement, requirementMeaning } from "../approval-requirement.ts";
import type { SettingChange } from "./settings.ts";

/** Where two policies differ in who must answer requests for approval. */
export function requirementChanges(
  before: readonly ApprovalRequirement[],
  after: readonly ApprovalRequirement[],
): readonly SettingChange[] {
  const removed = without(before, after);
  const added = without(after, before);
  const keys = [...new Set([...removed, ...added].map(keyOf))];
  return keys.flatMap((key): readonly SettingChange[] => {
    const gone = removed.filter((one) => keyOf(one) === key);
    const made = added.filter((one) => keyOf(one) === key);
    const [old, recent] = [gone[0], made[0]];
    if (gone.length === 1 && made.length === 1 && old !== undefined && recent !== undefined)
      return [change(key, old, recent, !isAsStrict(recent, old))];
    return [
      ...gone.map((one) => change(key, one, undefined, true)),
      // All entries that cover a call must be satisfied, so one more is never milder.
      ...made.map((one) => change(key, undefined, one, false)),
    ];
  });
}

function change(
  key: string,
  before: ApprovalRequirement | undefined,
  after: ApprovalRequirement | undefined,
  loosens: boolean,
): SettingChange {
  return { key, before: before && describe(before), after: after && describe(after), loosens };
}

function without(
  all: readonly ApprovalRequirement[],
  others: readonly ApprovalRequirement[],
): readonly ApprovalRequirement[] {
  const known = new Set(others.map(meaning));
  return all.filter((one) => !known.has(meaning(one)));
}

function meaning(requirement: ApprovalRequirement): string {
  return canonicalJson(requirementMeaning(requirement));
}

function keyOf({ patterns }: ApprovalRequirement): string {
  const names = patterns.map((pattern) => pattern.join(".")).toSorted();
  return `approvals.${names.length === 0 ? "*" : names.join(",")}`;
}

/** Names alone could hide that a key has changed, so each stands with the id of its key. */
function describe({ approvers, quorum, notSelf }: ApprovalRequirement): string {
  const names = approvers.map(({ name, id }) => `${name}+${toHex(id)}`).toSorted();
  const self = notSelf ? "not of their own" : "also of their own";
  return `${quorum} of ${names.join(", ")}; ${self}`;
}

/** Whether whoever satisfies one requirement has satisfied the other. */
function isAsStrict(one: ApprovalRequirement, other: ApprovalRequirement): boolean {
  const keys = new Set(other.approvers.map(({ publicKey }) => toHex(publicKey)));
  return (
    one.approvers.every(({ publicKey }) => keys.has(toHex(publicKey))) &&
    one.quorum >= other.quorum &&
    (one.notSelf || !other.notSelf)
  );
}
