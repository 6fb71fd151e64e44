import type { ActionEvent } from "../action/event.ts";
import {
  type Authority,
  authorityFor,
  countedAnswers,
  standingOf,
} from "../approvals/authority.ts";
import type { ApprovedGrant } from "../approvals/grant.ts";
import { requestRecord } from "../approvals/records.ts";
import type { ApprovalRequest, ApprovalState } from "../approvals/request.ts";
import { shownDigest } from "../approvals/shown-call.ts";
import { newestRequest } from "../approvals/stored.ts";
import type { Transition } from "../approvals/transition.ts";
import type { LimitReservation } from "../approvals/usage.ts";
import type { RecordDraft } from "../audit/record.ts";
import { AuditError } from "../errors.ts";
import { type MaybePromise, whenReady } from "../maybe-promise.ts";
import type { Decision } from "../policy/decision.ts";
import type { PolicyMode } from "../policy/document/document.ts";
import type { AuthorizationPorts } from "./authorization-ports.ts";
import { findOpeningGrant } from "./find-grant.ts";
import { type LimitedDecision, withLimits } from "./limits.ts";
import { boundDigest, isOf, newRequest, shownCall } from "./new-request.ts";
import { type ApprovalAnswerFacts, type ExecutionPreview, previewOf } from "./verdict.ts";

/** What stands for a call, and what would change with it. */
export interface Standing {
  readonly seen: ExecutionPreview;
  readonly transitions: readonly Transition[];
  /** To be recorded before the decision. */
  readonly records: readonly RecordDraft[];
}

/** Nothing changes with it. */
export const NOTHING_ELSE: Pick<Standing, "transitions" | "records"> = {
  transitions: [],
  records: [],
};

/** What a decision that waits for nothing lets happen; one that lets nothing happen gives way to an emergency bypass. */
export function bypassedPreview(
  event: ActionEvent,
  decision: Decision,
  { mode, bypassOf }: AuthorizationPorts,
): ExecutionPreview {
  const bypass = decision.effect === "allow" ? undefined : bypassOf(event.actor);
  if (bypass === undefined) return previewOf(event, decision, mode);
  return previewOf(event, decision, mode, {
    reason: "bypassed",
    authorized: true,
    bypassId: bypass,
  });
}

/** What has been approved, granted and used for a call. Throws or rejects where that cannot be read. */
export function findStanding(
  event: ActionEvent,
  decision: Decision,
  ports: AuthorizationPorts,
): MaybePromise<Standing> {
  return whenReady(withLimits(decision, ports.state, ports.clock()), (limited) => {
    if (limited.decision.effect === "require_approval" && ports.mode === "enforce")
      return lookForApproval(event, limited, ports);
    const seen = bypassedPreview(event, limited.decision, ports);
    return { seen, transitions: reserving(seen, limited.reservations, ports), records: [] };
  });
}

function lookForApproval(
  event: ActionEvent,
  { decision, reservations, exceeded }: LimitedDecision,
  ports: AuthorizationPorts,
): MaybePromise<Standing> {
  const digest = boundDigest(event, decision, exceeded, ports.redactor);
  const { policy, state, clock, mode } = ports;
  const authority = authorityFor(policy.approvalRequirements, event);
  return whenReady(newestRequest(state, digest), (request) => {
    if (request !== undefined && !isOf(request, event, decision, digest, ports.redactor))
      throw new AuditError(
        "a stored request is found for another call than its own, or shows another",
      );
    if (request !== undefined && request.state !== "consumed" && ports.used.has(request.id))
      throw new AuditError(`the approval "${request.id}" was used, and its row was put back`);
    const now = clock();
    const standing = request && standingOf(request, now, authority);
    if (request !== undefined && standing === "approved") {
      const seen = previewWith(event, decision, mode, request, standing, authority);
      const consume: Transition = { type: "consume", id: request.id, at: clock };
      return {
        seen,
        transitions: [consume, ...reserving(seen, reservations, ports)],
        records: [requestRecord(request, "consumed", now)],
      };
    }
    // No grant, however wide, stands for a yes to the very call that a human has refused.
    if (request !== undefined && standing === "rejected") {
      const seen = previewWith(event, decision, mode, request, standing, authority);
      return { seen, ...NOTHING_ELSE };
    }
    const shownIn = (id: string): string => shownDigest(shownCall(event, id, ports.redactor));
    const beyondLimit = exceeded.length > 0;
    const question = { event, digest, shownIn, authority, policy, now, beyondLimit };
    return whenReady(findOpeningGrant(state, question), (grant): MaybePromise<Standing> => {
      if (grant !== undefined) {
        const seen = previewOf(event, decision, mode, grantFacts(grant));
        const use: Transition = { type: "use", id: grant.id, at: clock };
        return { seen, transitions: [use, ...reserving(seen, reservations, ports)], records: [] };
      }
      if (request !== undefined && standing === "pending") {
        const seen = previewWith(event, decision, mode, request, standing, authority);
        return { seen, ...NOTHING_ELSE };
      }
      const since = now - 1000 * ports.approvalTimeoutSeconds;
      return whenReady(ports.queues.isFull(event.actor, since, now, state), (full) =>
        full
          ? { seen: previewOf(event, decision, mode, QUEUE_FULL), ...NOTHING_ELSE }
          : queued(event, decision, digest, authority, request, now, ports),
      );
    });
  });
}

const QUEUE_FULL: ApprovalAnswerFacts = { reason: "approval_queue_full", authorized: false };

/** A new request, in place of one that was used, taken back or has expired. */
function queued(
  event: ActionEvent,
  decision: Decision,
  digest: string,
  authority: Authority,
  before: ApprovalRequest | undefined,
  now: number,
  ports: AuthorizationPorts,
): Standing {
  const { redactor, approvalTimeoutSeconds: timeoutSeconds, randomIdentifier: newId } = ports;
  const request = newRequest(event, decision, {
    digest,
    authority,
    redactor,
    now,
    timeoutSeconds,
    newId,
  });
  const ended =
    before !== undefined && (before.state === "pending" || before.state === "approved")
      ? before
      : undefined;
  return {
    seen: previewWith(event, decision, ports.mode, request, "pending", authority),
    transitions: [
      ...(ended === undefined ? [] : [{ type: "expire" as const, id: ended.id, at: ports.clock }]),
      { type: "request", request },
    ],
    records: [
      ...(ended === undefined ? [] : [requestRecord(ended, "expired", now)]),
      requestRecord(request, "requested", now),
    ],
  };
}

/** A call that goes ahead counts; one that does not uses nothing. */
function reserving(
  { authorized }: ExecutionPreview,
  limits: readonly LimitReservation[],
  { clock }: AuthorizationPorts,
): readonly Transition[] {
  return authorized && limits.length > 0 ? [{ type: "reserve", limits, at: clock }] : [];
}

function previewWith(
  event: ActionEvent,
  decision: Decision,
  mode: PolicyMode,
  request: ApprovalRequest,
  standing: Extract<ApprovalState, "pending" | "approved" | "rejected">,
  authority: Authority,
): ExecutionPreview {
  const approvalId = request.id;
  if (standing === "approved") {
    const note = countedAnswers(request, "approved", authority).at(-1)?.note;
    return previewOf(event, decision, mode, {
      reason: "approval_granted",
      authorized: true,
      approvalId,
      ...(note === undefined ? {} : { approverNote: note }),
    });
  }
  if (standing === "pending")
    return previewOf(event, decision, mode, {
      reason: "approval_required",
      authorized: false,
      approvalId,
    });
  const note = countedAnswers(request, "rejected", authority)[0]?.note;
  return previewOf(event, decision, mode, {
    reason: "approval_rejected",
    authorized: false,
    approvalId,
    ...(note === undefined ? {} : { approverNote: note }),
  });
}

function grantFacts({ id, breakGlass }: ApprovedGrant): ApprovalAnswerFacts {
  return {
    reason: "approved_grant",
    authorized: true,
    grantId: id,
    ...(breakGlass === true ? { breakGlass } : {}),
  };
}
