import {
  ActionEvent,
  type CapabilitySystem,
  CHANGE_KINDS,
  type ChangeKind,
  changeKind,
  type Decision,
  diffPolicies,
  PLAIN_FILES,
  type PolicyDiff,
  type PolicyDocument,
} from "@capfence/core";
import type { RecordedCall } from "./read-trace.ts";

/** A recorded call that two policies decide differently. */
export interface ChangedCall extends RecordedCall {
  readonly kind: ChangeKind;
  readonly before: Decision;
  readonly after: Decision;
}

/** All that `capfence policy diff` found. */
export interface DiffReport extends PolicyDiff {
  readonly recorded:
    | { readonly calls: number; readonly changed: readonly ChangedCall[] }
    | undefined;
}

/** Compares two loaded policies, and what they decide of recorded calls. */
export async function makeReport(
  before: CapabilitySystem,
  after: CapabilitySystem,
  trace: readonly RecordedCall[] | undefined,
): Promise<DiffReport> {
  await Promise.all([before.ready(), after.ready()]);
  const diff = await diffPolicies(documentOf(before), documentOf(after));
  for (const { witness, ...change } of diff.changes) {
    const event = ActionEvent.create(witness);
    if (
      changeKind(before.decide(event, PLAIN_FILES), after.decide(event, PLAIN_FILES)) !==
      change.kind
    )
      throw new TypeError("a difference was found that the policies do not show");
  }
  const changed = (trace ?? []).flatMap((call): readonly ChangedCall[] => {
    const decisions = { before: before.decide(call.event), after: after.decide(call.event) };
    const kind = changeKind(decisions.before, decisions.after);
    return kind === undefined ? [] : [{ ...call, kind, ...decisions }];
  });
  return { ...diff, recorded: trace && { calls: trace.length, changed } };
}

/** Which differences a run of the command fails for. */
export const FAIL_ON = ["any", "looser", "allowed", "none"] as const;

/** Whether a report has a difference that counts. */
export function failsOn(report: DiffReport, failOn: (typeof FAIL_ON)[number]): boolean {
  const kinds = [...report.changes, ...(report.recorded?.changed ?? [])].map(({ kind }) => kind);
  switch (failOn) {
    case "any":
      return kinds.length + report.settings.length > 0;
    case "looser":
      return (
        kinds.some((kind) => CHANGE_KINDS.get(kind)?.loosens === true) ||
        report.settings.some(({ loosens }) => loosens)
      );
    case "allowed":
      return kinds.some((kind) => kind === "newly_allowed" || kind === "no_longer_needs_approval");
    case "none":
      return false;
  }
}

function documentOf({ document }: CapabilitySystem): PolicyDocument {
  if (document === undefined) throw new TypeError("a loaded policy has a document");
  return document;
}
