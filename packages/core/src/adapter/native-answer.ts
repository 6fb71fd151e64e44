import type { ApprovalRequest } from "../approvals/request.ts";
import { shownDigest } from "../approvals/shown-call.ts";
import type { Speaker } from "../approvals/words.ts";
import { ApprovalError } from "../errors.ts";
import { AgentActionBlocked } from "../runtime/blocked.ts";
import type { ActionRuntime } from "../runtime/runtime.ts";
import type { ExecutionPreview } from "../runtime/verdict.ts";

/** What a human has answered in a framework's own way. */
export interface NativeAnswer {
  readonly approved: boolean;
  /** Their words. */
  readonly note?: string;
  /** The request they were asked about, where the framework knows: a yes counts for no other. */
  readonly approvalId?: string;
}

/**
 * Passes an answer on to the request that a call waits for. A yes counts only of a speaker who may give it, else this
 * throws `ApprovalError`, and only for a call that somebody was asked about: another one is blocked, and nobody is asked
 * because of it, so that the same answer counts no more the second time. A no always counts: where nobody who may reject
 * has said it, the request is taken back. Throws the `AgentActionBlocked` of a call that is not to be judged any more.
 */
export async function passOn(
  { approved, note, approvalId: askedAbout }: NativeAnswer,
  { event, reason, approvalId }: ExecutionPreview,
  runtime: ActionRuntime,
  speakerFor: (request: ApprovalRequest) => Speaker | undefined | Promise<Speaker | undefined>,
): Promise<void> {
  const { approvals } = runtime;
  // The same call may wait with another request by now, for another answer.
  const isAnother = approved && askedAbout !== undefined && askedAbout !== approvalId;
  const request =
    approvalId === undefined || isAnother ? undefined : await approvals.get(approvalId);
  const words = note === undefined || note.trim() === "" ? {} : { note };
  const waits = reason === "approval_required";
  if (request !== undefined && waits) {
    const speaker = await speakerFor(request);
    const said = speaker && { ...speaker, ...words, shown: shownDigest(request) };
    if (said !== undefined && approved) await approvals.approve(request.id, said);
    if (said !== undefined && !approved && (await isRejected(runtime, request.id, said))) return;
  }
  if (approved ? request !== undefined || !waits : reason === "approval_rejected") return;
  if (request !== undefined)
    await approvals.cancel(request.id, {
      by: event.actor,
      ...(words.note === undefined ? {} : { reason: words.note }),
    });
  const verdict = await runtime.refuse(
    event,
    approved ? "approval_required" : "approval_cancelled",
  );
  throw new AgentActionBlocked({
    ...verdict,
    authorized: false,
    ...(request === undefined ? {} : { approvalId: request.id }),
    ...(approved || words.note === undefined ? {} : { approverNote: words.note }),
  });
}

/** Whether this speaker could reject it; whoever cannot has still said no. */
async function isRejected(
  runtime: ActionRuntime,
  id: string,
  said: Parameters<ActionRuntime["approvals"]["reject"]>[1],
): Promise<boolean> {
  try {
    await runtime.approvals.reject(id, said);
    return true;
  } catch (error) {
    if (error instanceof ApprovalError) return false;
    throw error;
  }
}
