import type { VerifierKey } from "../encoding/note/note-key.ts";
import { type ApprovalRequirement, personOf } from "../policy/approval-requirement.ts";
import { coverage } from "../policy/capability-pattern.ts";
import { FALSE } from "../policy/truth.ts";
import type { ApprovedGrant } from "./grant.ts";
import {
  type ApprovalAnswer,
  type ApprovalRequest,
  type ApprovalState,
  stateAt,
  type ApproverGroup,
} from "./request.ts";
import { shownDigest } from "./shown-call.ts";
import { answerStatement, grantStatement, isSignedBy } from "./statement.ts";

/** Who must have signed what lets a call through; empty where anybody's answer counts. */
export type Authority = readonly ApprovalRequirement[];

/** The requirements that cover an event, also those that only might. */
export function authorityFor(
  requirements: readonly ApprovalRequirement[] | undefined,
  { capability, alias }: { readonly capability: string; readonly alias?: string | undefined },
): Authority {
  if (requirements === undefined || requirements.length === 0) return [];
  const spellings = [capability, ...(alias === undefined ? [] : [alias])].map((one) =>
    one.split("."),
  );
  return requirements.filter(
    ({ patterns }) =>
      patterns.length === 0 ||
      patterns.some((pattern) => spellings.some((one) => coverage(pattern, one) !== FALSE)),
  );
}

/** The names of those who may answer what an actor asks. */
export function approversOf(authority: Authority, actor: string): readonly string[] {
  const names = authority.flatMap((one) => allowed(one, actor).map(({ name }) => name));
  return [...new Set(names)];
}

/** What each of several requirements asks for; undefined where one says it all. */
export function groupsOf(
  authority: Authority,
  actor: string,
): readonly ApproverGroup[] | undefined {
  if (authority.length < 2) return undefined;
  return authority.map((one) => ({
    approvers: allowed(one, actor).map(({ name }) => name),
    quorum: one.quorum,
  }));
}

/** How many must approve: the most that one requirement asks for. */
export function quorumOf(authority: Authority): number {
  return Math.max(1, ...authority.map(({ quorum }) => quorum));
}

/** Where a request stands for a policy: an answer that was not signed by who had to sign it does not count. */
export function standingOf(
  request: ApprovalRequest,
  now: number,
  authority: Authority,
): ApprovalState {
  const state = stateAt(request, now);
  if (authority.length === 0 || (state !== "approved" && state !== "rejected")) return state;
  if (countedAnswers(request, "rejected", authority).length > 0) return "rejected";
  return state === "approved" && isApproved(request, authority) ? "approved" : "pending";
}

/** Whether the answers of a request that let it through are those of enough approvers. */
function isApproved(request: ApprovalRequest, authority: Authority): boolean {
  const approvals = request.answers.filter(({ answer }) => answer === "approved");
  const shown = shownDigest(request);
  return suffices(authority, request.actor, (keys) =>
    signersAmong(approvals, keys, (one) => answerStatement(request, one, shown)),
  );
}

/** The answers of a request that count: those of approvers, or all where there is no authority. */
export function countedAnswers(
  request: ApprovalRequest,
  said: ApprovalAnswer["answer"],
  authority: Authority,
): readonly ApprovalAnswer[] {
  const answers = request.answers.filter(({ answer }) => answer === said);
  if (authority.length === 0 || answers.length === 0) return answers;
  const keys = authority.flatMap(({ approvers }) => approvers);
  const shown = shownDigest(request);
  return answers.filter((one) =>
    isSignedBy(one.signature, answerStatement(request, one, shown), one.by, keys),
  );
}

/** Whether enough approvers have granted it. */
export function isGranted(grant: ApprovedGrant, actor: string, authority: Authority): boolean {
  return suffices(authority, actor, (keys) =>
    signersAmong(grant.endorsements, keys, (one) => grantStatement(grant, one)),
  );
}

/** Every requirement by itself must have its quorum. */
function suffices(
  authority: Authority,
  actor: string,
  signersOf: (keys: readonly VerifierKey[]) => ReadonlySet<VerifierKey>,
): boolean {
  // Who holds two keys is still one.
  return authority.every((one) => peopleOf(signersOf(allowed(one, actor))) >= one.quorum);
}

function allowed(
  { approvers, notSelf }: ApprovalRequirement,
  actor: string,
): readonly VerifierKey[] {
  return notSelf ? approvers.filter(({ name }) => personOf(name) !== personOf(actor)) : approvers;
}

function peopleOf(keys: ReadonlySet<VerifierKey>): number {
  return new Set([...keys].map(({ name }) => personOf(name))).size;
}

/** The keys that have really signed; each counts once, however often it signed. */
function signersAmong<Signed extends { readonly by: string; readonly signature?: string }>(
  signed: readonly Signed[],
  keys: readonly VerifierKey[],
  statementOf: (one: Signed) => string,
): ReadonlySet<VerifierKey> {
  return new Set(
    keys.filter((key) =>
      signed.some((one) => isSignedBy(one.signature, statementOf(one), one.by, [key])),
    ),
  );
}
