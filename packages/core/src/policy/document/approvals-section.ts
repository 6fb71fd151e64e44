import { toHex } from "../../encoding/hex.ts";
import { readVerifierKey, type VerifierKey } from "../../encoding/note/note-key.ts";
import { ConfigurationError } from "../../errors.ts";
import { type ApprovalRequirement, personOf } from "../approval-requirement.ts";
import { readPatterns } from "./capability-patterns.ts";
import { childOf, keyOf, type PolicySource, type SourceNode, suggestion } from "./source.ts";
import {
  describe,
  isList,
  isMapping,
  readBoolean,
  readText,
  readWholeNumber,
} from "./source-values.ts";

/** Every key of an entry of `approvals:`. */
export const APPROVAL_KEYS: readonly string[] = ["for", "approvers", "quorum", "not_self"];

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
  for (const entry of node.entries)
    if (!APPROVAL_KEYS.includes(entry.name))
      source.report(
        keyOf(entry),
        `unknown key "${entry.name}"${suggestion(entry.name, APPROVAL_KEYS)}`,
      );
  const named = childOf(node, "for");
  const patterns = named === undefined ? [] : readPatterns(named, source);
  const listed = childOf(node, "approvers");
  const approvers =
    listed === undefined
      ? problem(node, "the entry has no approvers; list the public keys of those who may answer")
      : readApprovers(listed, source);
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

function readApprovers(node: SourceNode, source: PolicySource): readonly VerifierKey[] | undefined {
  const items = isList(node) ? node.items : [node];
  if (items.length === 0)
    return source.report(node, "the list is empty, so nobody could approve; list public keys");
  const known = new Map<string, string>();
  const keys = items.map((item) => {
    const key = readApprover(item, source);
    if (key === undefined) return undefined;
    const identity = toHex(key.publicKey);
    const other = known.get(identity);
    if (other !== undefined)
      return source.report(
        item,
        `"${key.name}" has the same key as "${other}"; one key is one approver`,
      );
    known.set(identity, key.name);
    return key;
  });
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

function readApprover(node: SourceNode, source: PolicySource): VerifierKey | undefined {
  const problem = (at: SourceNode, message: string): undefined => source.report(at, message);
  const text = readText(node, problem);
  if (text === undefined) return undefined;
  // A private key must not be repeated, neither here nor by the reader of keys.
  if (text.includes("PRIVATE+KEY"))
    return problem(node, "this is a private key; keep it secret, and write the public one here");
  try {
    const key = readVerifierKey(text);
    if (key.type === "ed25519") return key;
    return problem(
      node,
      `"${key.name}" is a key of a witness, which signs checkpoints; use one that signs notes`,
    );
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return problem(node, error.message);
  }
}
