import type { JsonObject } from "../encoding/json.ts";
import { type VerifierKey, writeVerifierKey } from "../encoding/note/note-key.ts";
import type { CapabilityPattern } from "./capability-pattern.ts";

/** Who must answer requests for approval, as an entry of a policy's `approvals:` says. */
export interface ApprovalRequirement {
  /** The capabilities it is for; all where it is empty. */
  readonly patterns: readonly CapabilityPattern[];
  /** Whose signatures count. */
  readonly approvers: readonly VerifierKey[];
  /** How many of them must approve, each by itself. */
  readonly quorum: number;
  /** Whether nobody may approve what they have asked for themselves. */
  readonly notSelf: boolean;
  readonly file: string;
  readonly line: number;
}

/** What a requirement means, in whatever order its capabilities and approvers are listed. */
export function requirementMeaning(requirement: ApprovalRequirement): JsonObject {
  const { patterns, approvers, quorum, notSelf } = requirement;
  return {
    for: patterns.map((pattern) => pattern.join(".")).toSorted(),
    approvers: approvers.map(writeVerifierKey).toSorted(),
    quorum,
    notSelf,
  };
}

/**
 * Who a name stands for, by which people are counted and told apart: spelling must not make two of one, whether by
 * case, width, spaces around it or characters that do not show.
 */
export function personOf(name: string): string {
  const shown = name.normalize("NFKC").replaceAll(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, "");
  // Upper case first, in which also ß and ſ are those that they are read as.
  return shown.trim().toUpperCase().toLowerCase();
}
