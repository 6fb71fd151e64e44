import type { RecordDraft } from "../audit/record.ts";
import { ApprovalError } from "../errors.ts";
import { personOf } from "../policy/approval-requirement.ts";
import type { ApprovalPorts } from "./approval-ports.ts";
import type { ApprovedGrant } from "./grant.ts";
import { type GrantInput, makeGrant } from "./make-grant.ts";
import { grantEvent, requestEvent } from "./notifier.ts";
import { answerRecord, cancelRecord, grantRecord } from "./records.ts";
import { type ApprovalAnswer, type ApprovalRequest, stateAt, toolOf } from "./request.ts";
import { shownDigest } from "./shown-call.ts";
import { answerStatement, signedWith } from "./statement.ts";
import { requireRequest } from "./stored.ts";
import { checkWords, nameOf, type Speaker } from "./words.ts";

/** Who answers a request, and their words. */
export interface Answer extends Speaker {
  readonly note?: string;
  /** What was shown of the call, by `shownDigest`: if the request shows something else by now, it is not answered. */
  readonly shown?: string;
}

/** An approval that also opens later calls, within what the grant says. */
export interface Approval extends Answer {
  /** Granted with it, by the same approver, for the actor of the request. */
  readonly grant?: Omit<
    GrantInput,
    "by" | "signer" | "actor" | "request" | "quorum" | "shown" | "tool" | "toolDigest"
  >;
}

/** Answers a request, and keeps the grant that comes with it. Throws `ApprovalError` where it cannot be answered, or not by this speaker. */
export async function answerRequest(
  id: string,
  answer: ApprovalAnswer["answer"],
  said: Approval,
  { store, trail, clock, newId, notifications }: ApprovalPorts,
): Promise<ApprovalRequest> {
  const { note, shown } = said;
  // A no opens nothing, whatever plain JavaScript passes with it.
  const wider = answer === "approved" ? said.grant : undefined;
  const by = nameOf(said);
  if (note !== undefined) checkWords("the note", note, 4096);
  const request = await requireRequest(store, id);
  if (shown !== undefined && shown !== shownDigest(request))
    throw new ApprovalError(`request "${id}" has changed since it was shown; look at it again`);
  requireApprover(request, by, said.signer !== undefined);
  const given = signed(request, answer, said, clock());
  const grant = wider && makeGrant(grantFor(request, wider, said), newId, clock());
  const entries = await trail.append({
    transitions: [
      { type: "answer", id, answer: given, at: clock },
      ...(grant === undefined ? [] : [{ type: "grant" as const, grant }]),
    ],
    records: [answerRecord(request, given), ...(grant === undefined ? [] : recordsOf(grant))],
  });
  const answered = await requireRequest(store, id);
  if (entries !== undefined) {
    notifications?.tell(requestEvent(answer, answered, given.at, { by, note }));
    if (grant !== undefined)
      notifications?.tell(
        grantEvent("granted", grant, grant.createdAt, { by, note: grant.reason }),
      );
    return answered;
  }
  if (answered.answers.some((one) => personOf(one.by) === personOf(by)))
    throw new ApprovalError(`"${by}" has answered request "${id}" already`);
  throw new ApprovalError(`request "${id}" is ${stateAt(answered, clock())}, not pending`);
}

/** Takes a request back. Throws `ApprovalError` for one that was used or rejected. */
export async function cancelRequest(
  id: string,
  { by, reason }: { readonly by: string; readonly reason?: string },
  { store, trail, clock, notifications }: ApprovalPorts,
): Promise<ApprovalRequest> {
  checkWords("the name of who cancels", by, 256);
  if (reason !== undefined) checkWords("the reason", reason, 4096);
  const request = await requireRequest(store, id);
  const words = reason === undefined ? {} : { reason };
  const entries = await trail.append({
    transitions: [{ type: "cancel", id, by, at: clock, ...words }],
    records: [cancelRecord(request, by, reason, clock())],
  });
  const after = await requireRequest(store, id);
  if (entries === undefined)
    throw new ApprovalError(
      `request "${id}" is ${stateAt(after, clock())} and cannot be cancelled`,
    );
  notifications?.tell(requestEvent("cancelled", after, clock(), { by, note: reason }));
  return after;
}

function signed(
  request: ApprovalRequest,
  answer: ApprovalAnswer["answer"],
  speaker: Answer,
  at: number,
): ApprovalAnswer {
  const { note, signer } = speaker;
  const said = { answer, by: nameOf(speaker), at, ...(note === undefined ? {} : { note }) };
  return signedWith(said, (one) => answerStatement(request, one), signer);
}

/**
 * What an approver grants with an answer: as many must give it as must approve the request, and it is for no other
 * tool, as the approval is.
 */
function grantFor(
  request: ApprovalRequest,
  wider: NonNullable<Approval["grant"]>,
  speaker: Speaker,
): GrantInput {
  const { id, actor, quorum } = request;
  const { signer } = speaker;
  return {
    ...wider,
    ...toolOf(request),
    ...(signer === undefined ? {} : { signer }),
    by: nameOf(speaker),
    actor,
    request: id,
    quorum,
    ...(wider.digest === undefined ? {} : { shown: shownDigest(request) }),
  };
}

function recordsOf(grant: ApprovedGrant): readonly RecordDraft[] {
  return grant.endorsements.map((one) => grantRecord(grant, one));
}

/** Says at once what the runtime would find later: an answer of somebody else does not count. */
function requireApprover({ id, approvers }: ApprovalRequest, by: string, isSigned: boolean): void {
  if (approvers === undefined) return;
  const names = approvers.length === 0 ? "nobody" : approvers.join(", ");
  if (!isSigned)
    throw new ApprovalError(
      `request "${id}" must be answered with the key of an approver (${names}); give it as signer, or to the command with --key FILE`,
    );
  if (!approvers.includes(by))
    throw new ApprovalError(`"${by}" cannot answer request "${id}"; it is for ${names}`);
}
