import { limitChanges } from "./limit-changes.ts";
import { requirementChanges } from "./requirement-changes.ts";
import { tokenChanges } from "./token-changes.ts";
import { DEFAULT_APPROVAL_TIMEOUT, type PolicyDocument } from "../document/document.ts";

/** A difference of two policies that no decision shows. */
export interface SettingChange {
  /** Such as `mode`, or `tools.run_shell`. */
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether it lets more through; what a tool's new capability does depends on the rules. */
  readonly loosens: boolean;
}

/** Where two policies differ in whether they bind, how long approvals last, who must give them, whose tokens count, what is counted, and which capabilities tools have. */
export function settingChanges(
  before: PolicyDocument,
  after: PolicyDocument,
): readonly SettingChange[] {
  const seconds = [before, after].map(
    ({ approvalTimeoutSeconds }) => approvalTimeoutSeconds ?? DEFAULT_APPROVAL_TIMEOUT,
  );
  const [oldSeconds = 0, newSeconds = 0] = seconds;
  const all: readonly SettingChange[] = [
    { key: "mode", before: before.mode, after: after.mode, loosens: after.mode === "observe" },
    {
      key: "approval_timeout_seconds",
      before: String(oldSeconds),
      after: String(newSeconds),
      loosens: newSeconds > oldSeconds,
    },
    ...[...new Set([...before.tools.keys(), ...after.tools.keys()])].map((tool) => ({
      key: `tools.${tool}`,
      before: before.tools.get(tool)?.capability,
      after: after.tools.get(tool)?.capability,
      // A tool without a capability is denied; another capability meets other rules.
      loosens: after.tools.has(tool),
    })),
    ...requirementChanges(before.approvals, after.approvals),
    ...tokenChanges(before.tokens, after.tokens),
    ...limitChanges(before.rules, after.rules),
  ];
  return all.filter((setting) => setting.before !== setting.after);
}
