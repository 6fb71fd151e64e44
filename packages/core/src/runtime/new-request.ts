import { judgedContext } from "../action/context.ts";
import type { ActionEvent } from "../action/event.ts";
import { approvalDigest } from "../approvals/digest.ts";
import { approversOf, type Authority, groupsOf, quorumOf } from "../approvals/authority.ts";
import type { ApprovalRequest } from "../approvals/request.ts";
import { shortId } from "../approvals/short-id.ts";
import { type ShownCall, shownDigest } from "../approvals/shown-call.ts";
import type { Redactor } from "../audit/redaction/redactor.ts";
import type { Decision } from "../policy/decision.ts";

/** What a new request needs besides the call. */
export interface RequestFacts {
  readonly digest: string;
  readonly authority: Authority;
  readonly redactor: Redactor | undefined;
  readonly now: number;
  readonly timeoutSeconds: number;
  readonly newId: () => string;
}

/** What an approval is bound to; where something is redacted, as nobody without the key can guess it from. */
export function boundDigest(
  event: ActionEvent,
  { policyDigest }: Decision,
  exceeded: readonly string[],
  redactor: Redactor | undefined,
): string {
  const digest = approvalDigest(event, policyDigest, exceeded);
  return redactor?.blind(digest) ?? digest;
}

/** The request for approval of a call, as it is kept and shown: redacted. */
export function newRequest(
  event: ActionEvent,
  { rule, policyDigest }: Decision,
  { digest, authority, redactor, now, timeoutSeconds, newId }: RequestFacts,
): ApprovalRequest {
  const id = shortId("apr", newId);
  const { actor } = event;
  const groups = groupsOf(authority, actor);
  return {
    id,
    digest,
    state: "pending",
    ...shownCall(event, id, redactor),
    policyDigest,
    ...(rule === undefined ? {} : { rule: rule.id }),
    ...(rule?.reason === undefined ? {} : { reason: rule.reason }),
    ...(authority.length === 0 ? {} : { approvers: approversOf(authority, actor) }),
    quorum: quorumOf(authority),
    ...(groups === undefined ? {} : { groups }),
    createdAt: now,
    expiresAt: now + timeoutSeconds * 1000,
    answers: [],
  };
}

/** What the request with this id shows of a call. */
export function shownCall(
  event: ActionEvent,
  id: string,
  redactor: Redactor | undefined,
): ShownCall {
  const call = { payload: event.payload, context: judgedContext(event.context) };
  const { payload, context } = redactor?.redact(id, call).parts ?? call;
  const { actor, capability, alias, environment } = event;
  return {
    actor,
    capability,
    ...(alias === undefined ? {} : { alias }),
    ...(environment === undefined ? {} : { environment }),
    context,
    payload,
  };
}

/**
 * Whether a request is of the call it was found for, and shows it: a store may be damaged, or lead to another by its
 * index, and who can write to it may have shown an approver something else.
 */
export function isOf(
  request: ApprovalRequest,
  event: ActionEvent,
  { policyDigest }: Decision,
  digest: string,
  redactor: Redactor | undefined,
): boolean {
  return (
    request.digest === digest &&
    request.policyDigest === policyDigest &&
    shownDigest(request) === shownDigest(shownCall(event, request.id, redactor))
  );
}
