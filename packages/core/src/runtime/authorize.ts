import { judgedContext } from "../action/context.ts";
import type { ActionEvent } from "../action/event.ts";
import { approvalDigest } from "../approvals/digest.ts";
import { type ApprovalRequest, stateAt } from "../approvals/request.ts";
import type { ApprovalStore, MaybePromise } from "../approvals/store.ts";
import type { RecordDraft } from "../audit/record.ts";
import type { Change, CommitResult } from "../audit/store.ts";
import type { Decision } from "../policy/decision.ts";
import type { PolicyMode } from "../policy/document/document.ts";
import { recovering, whenReady } from "./maybe-promise.ts";
import { decisionRecord } from "./records.ts";
import { type ExecutionPreview, type ExecutionVerdict, previewOf } from "./verdict.ts";

/** What an authorisation needs from its runtime. */
export interface AuthorizationPorts {
  readonly mode: PolicyMode;
  readonly approvals: ApprovalStore;
  readonly approvalTimeoutSeconds: number;
  readonly clock: () => number;
  readonly randomIdentifier: () => string;
  /** Makes a change durable, or throws. */
  readonly append: (change: Change) => MaybePromise<CommitResult>;
}

/** Another process may answer or use a request between reading and committing; then it is read again, this often. */
const ATTEMPTS = 5;

/** Turns a decision into a recorded verdict, using up or queueing an approval where the decision asks for one. */
export function authorize(
  event: ActionEvent,
  decision: Decision,
  ports: AuthorizationPorts,
): MaybePromise<ExecutionVerdict> {
  if (!asks(decision, ports)) return record(previewOf(event, decision, ports.mode), ports);
  const digest = approvalDigest(event, decision.policyDigest);
  return recovering(
    () => settle(event, decision, digest, ports, ATTEMPTS),
    (cause) => {
      if (cause instanceof StoreFailure)
        return record(failedPreview(event, decision, ports.mode), ports);
      throw cause;
    },
  );
}

/** What `authorize` would answer now, without recording or using up anything. */
export function preview(
  event: ActionEvent,
  decision: Decision,
  ports: AuthorizationPorts,
): MaybePromise<ExecutionPreview> {
  if (!asks(decision, ports)) return previewOf(event, decision, ports.mode);
  const digest = approvalDigest(event, decision.policyDigest);
  return recovering<ExecutionPreview>(
    () =>
      whenReady(ports.approvals.newestRequest(digest), (request) =>
        previewWith(event, decision, ports.mode, ports.clock(), request),
      ),
    () => failedPreview(event, decision, ports.mode),
  );
}

/** Observing, nothing waits for a human. */
function asks(decision: Decision, { mode }: AuthorizationPorts): boolean {
  return decision.effect === "require_approval" && mode === "enforce";
}

/** The store of approvals could not be read: nothing is known to be approved. */
class StoreFailure extends Error {}

function settle(
  event: ActionEvent,
  decision: Decision,
  digest: string,
  ports: AuthorizationPorts,
  attempts: number,
): MaybePromise<ExecutionVerdict> {
  const newest = recovering<ApprovalRequest | undefined>(
    () => ports.approvals.newestRequest(digest),
    (cause) => {
      throw new StoreFailure("approval store", { cause });
    },
  );
  return whenReady(newest, (request) => {
    if (attempts === 0) throw new StoreFailure("approval state keeps changing");
    const retry = (): MaybePromise<ExecutionVerdict> =>
      settle(event, decision, digest, ports, attempts - 1);
    const now = ports.clock();
    const state = request && stateAt(request, now);
    const seen = previewWith(event, decision, ports.mode, now, request);
    if (request !== undefined && state === "approved") {
      const used = approvalRecord(request, "consumed", now);
      return record(
        seen,
        ports,
        { type: "consume", id: request.id, at: ports.clock },
        [used],
        retry,
      );
    }
    if (state === "pending" || state === "rejected") return record(seen, ports);
    const queued = newRequest(event, decision, digest, ports, now);
    const expired = request !== undefined && state === "expired" && request.state !== "rejected";
    const records = [
      ...(expired ? [approvalRecord(request, "expired", now)] : []),
      approvalRecord(queued, "requested", now),
    ];
    const waiting = previewWith(event, decision, ports.mode, now, queued);
    return record(waiting, ports, { type: "request", request: queued }, records, retry);
  });
}

/** Commits the decision, with the transition and records it goes with; `retry` if the transition came too late. */
function record(
  seen: ExecutionPreview,
  ports: AuthorizationPorts,
  transition?: Change["transition"],
  before: readonly RecordDraft[] = [],
  retry?: () => MaybePromise<ExecutionVerdict>,
): MaybePromise<ExecutionVerdict> {
  const id = ports.randomIdentifier();
  const timestamp = new Date(ports.clock()).toISOString();
  const records = [...before, decisionRecord(seen, id, timestamp)];
  const appended = ports.append(transition === undefined ? { records } : { transition, records });
  return whenReady(appended, (entries) => {
    if (entries === undefined && retry !== undefined) return retry();
    return Object.freeze({ ...seen, id, timestamp });
  });
}

function previewWith(
  event: ActionEvent,
  decision: Decision,
  mode: PolicyMode,
  now: number,
  request: ApprovalRequest | undefined,
): ExecutionPreview {
  const state = request && stateAt(request, now);
  if (request === undefined || state === "consumed" || state === "expired")
    return previewOf(event, decision, mode);
  const note = request.note === undefined ? {} : { approverNote: request.note };
  const approval = { approvalId: request.id, ...note };
  if (state === "approved")
    return previewOf(event, decision, mode, {
      reason: "approval_granted",
      authorized: true,
      ...approval,
    });
  const reason = state === "rejected" ? "approval_rejected" : "approval_required";
  return previewOf(event, decision, mode, { reason, authorized: false, ...approval });
}

function failedPreview(event: ActionEvent, decision: Decision, mode: PolicyMode): ExecutionPreview {
  return previewOf(event, { ...decision, effect: "deny" }, mode, {
    reason: "approval_error",
    authorized: false,
  });
}

function newRequest(
  event: ActionEvent,
  decision: Decision,
  digest: string,
  ports: AuthorizationPorts,
  now: number,
): ApprovalRequest {
  const { rule } = decision;
  return {
    id: `apr_${ports.randomIdentifier().replaceAll("-", "").slice(0, 16)}`,
    digest,
    state: "pending",
    actor: event.actor,
    capability: event.capability,
    ...(event.environment === undefined ? {} : { environment: event.environment }),
    context: judgedContext(event.context),
    payload: event.payload,
    policyDigest: decision.policyDigest,
    ...(rule === undefined ? {} : { rule: rule.id }),
    ...(rule?.reason === undefined ? {} : { reason: rule.reason }),
    createdAt: now,
    expiresAt: now + ports.approvalTimeoutSeconds * 1000,
  };
}

function approvalRecord(
  request: ApprovalRequest,
  state: "requested" | "consumed" | "expired",
  now: number,
): RecordDraft {
  const time = new Date(now).toISOString();
  return { kind: "approval", time, approval: request.id, digest: request.digest, state };
}
