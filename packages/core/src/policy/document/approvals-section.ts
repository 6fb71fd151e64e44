import { type ApprovalRequirement, personOf } from "../approval-requirement.ts";
import { readPatterns } from "./capability-patterns.ts";
import { readPublicKeys } from "./public-keys.ts";
import { childOf, type PolicySource, type SourceNode, reportUnknownKeys } from "./source.ts";
import { describe, isList, isMapping, readBoolean, readWholeNumber } from "./source-values.ts";

/** Every key of an entry of `approvals:`. */
export const APPROVAL_KEYS: readonly string[] = ["for", "approvers", "quorum", "not_self"];

const APPROVERS = {
  none: "the list is empty, so nobody could approve; list public keys",
  once: "one key is one approver",
};

/** Reads `approvals:`, who must answer requests for approval: one mapping, or a list of them. */
export function readApprovals(
  node: SourceNode | undefined,
  source: PolicySource,
): readonly ApprovalRequirement[] {
  if (node === undefined) return [];
  const entries = isList(node) ? node.items : [node];
  return entries
    .map((entry) => readRequirement(entry, source))
    .filter((requirement) => requirement !== undefined);
}

function readRequirement(node: SourceNode, source: PolicySource): ApprovalRequirement | undefined {
  const problem = (at: SourceNode, message: string): undefined => source.report(at, message);
  if (!isMapping(node))
    return problem(node, `expected a mapping with approvers, got ${describe(node)}`);
  reportUnknownKeys(node, APPROVAL_KEYS, source);
  const named = childOf(node, "for");
  const patterns = named === undefined ? [] : readPatterns(named, source);
  const listed = childOf(node, "approvers");
  const approvers =
    listed === undefined
      ? problem(node, "the entry has no approvers; list the public keys of those who may answer")
      : readPublicKeys(listed, source, APPROVERS);
  const given = childOf(node, "quorum");
  const quorum = given === undefined ? 1 : readWholeNumber(given, 1, problem);
  const selfless = childOf(node, "not_self");
  const notSelf = selfless === undefined ? true : readBoolean(selfless, problem);
  // Several keys of one name are those of one approver.
  const people = new Set(approvers?.map(({ name }) => personOf(name))).size;
  if (given !== undefined && approvers !== undefined && (quorum ?? 0) > people)
    return problem(
      given,
      `${quorum} must approve, but there are ${people} approvers; nobody could ever approve`,
    );
  if (patterns === undefined || approvers === undefined) return undefined;
  if (quorum === undefined || notSelf === undefined) return undefined;
  const { file } = source;
  return Object.freeze({ patterns, approvers, quorum, notSelf, file, line: node.line });
}
