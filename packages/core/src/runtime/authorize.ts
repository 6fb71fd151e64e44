import { judgedContext } from "../action/context.ts";
import type { ActionEvent } from "../action/event.ts";
import { approvalDigest } from "../approvals/digest.ts";
import { aboutRequest, type ApprovalRequest, stateAt } from "../approvals/request.ts";
import type { ApprovalStore } from "../approvals/store.ts";
import type { RecordDraft } from "../audit/record.ts";
import type { Redactor } from "../audit/redaction/redactor.ts";
import type { Change, CommitResult } from "../audit/change.ts";
import type { Decision } from "../policy/decision.ts";
import type { PolicyMode } from "../policy/document/document.ts";
import { type MaybePromise, recovering, whenReady } from "../maybe-promise.ts";
import { decisionRecord } from "./records.ts";
import type { TimeText } from "./time-text.ts";
import { type ExecutionPreview, type ExecutionVerdict, previewOf } from "./verdict.ts";

/** What an authorisation needs from its runtime. */
export interface AuthorizationPorts {
  readonly mode: PolicyMode;
  readonly approvals: ApprovalStore;
  readonly redactor: Redactor | undefined;
  readonly approvalTimeoutSeconds: number;
  readonly clock: () => number;
  readonly timeText: TimeText;
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
  const digest = boundDigest(event, decision, ports);
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
  const digest = boundDigest(event, decision, ports);
  return recovering<ExecutionPreview>(
    () =>
      whenReady(ports.approvals.newestRequest(digest), (request) =>
        isOf(request, event, decision, digest)
          ? previewWith(event, decision, ports.mode, ports.clock(), request)
          : failedPreview(event, decision, ports.mode),
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

/** Whether a request is of the call it was found for: a store may be damaged, or lead to another by its index. */
function isOf(
  request: ApprovalRequest | undefined,
  event: ActionEvent,
  { policyDigest }: Decision,
  digest: string,
): boolean {
  return (
    request === undefined ||
    (request.digest === digest &&
      request.actor === event.actor &&
      request.capability === event.capability &&
      request.environment === event.environment &&
      request.policyDigest === policyDigest)
  );
}

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
    if (!isOf(request, event, decision, digest)) throw new StoreFailure("request of another call");
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
  const timestamp = ports.timeText(ports.clock());
  const records = [...before, decisionRecord(seen, id, timestamp, ports.redactor)];
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

/** What an approval is bound to; where something is redacted, as nobody without the key can guess it from. */
function boundDigest(
  event: ActionEvent,
  decision: Decision,
  { redactor }: AuthorizationPorts,
): string {
  const digest = approvalDigest(event, decision.policyDigest);
  return redactor?.blind(digest) ?? digest;
}

function newRequest(
  event: ActionEvent,
  decision: Decision,
  digest: string,
  ports: AuthorizationPorts,
  now: number,
): ApprovalRequest {
  const { rule } = decision;
  const id = `apr_${ports.randomIdentifier().replaceAll("-", "").slice(0, 16)}`;
  const call = { payload: event.payload, context: judgedContext(event.context) };
  const { payload, context } = ports.redactor?.redact(id, call).parts ?? call;
  return {
    id,
    digest,
    state: "pending",
    actor: event.actor,
    capability: event.capability,
    ...(event.environment === undefined ? {} : { environment: event.environment }),
    context,
    payload,
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
  return { kind: "approval", time, ...aboutRequest(request), state };
}
