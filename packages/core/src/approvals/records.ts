import type { RecordDraft } from "../audit/record.ts";
import type { JsonObject } from "../encoding/json.ts";
import { timeText } from "../encoding/time-text.ts";
import type { ApprovedGrant, Endorsement, Revocation } from "./grant.ts";
import { type ApprovalAnswer, type ApprovalRequest, aboutRequest } from "./request.ts";

/** The record that a request was queued, used up, or found expired. */
export function requestRecord(
  request: ApprovalRequest,
  state: "requested" | "consumed" | "expired",
  now: number,
): RecordDraft {
  return { kind: "approval", time: timeText(now), ...aboutRequest(request), state };
}

/** The record of an answer. */
export function answerRecord(request: ApprovalRequest, given: ApprovalAnswer): RecordDraft {
  const { answer, by, at, note, signature } = given;
  return {
    kind: "approval",
    time: timeText(at),
    ...aboutRequest(request),
    state: answer,
    by,
    ...(note === undefined ? {} : { note }),
    ...(signature === undefined ? {} : { signature }),
  };
}

/** The record that a request was taken back. */
export function cancelRecord(
  request: ApprovalRequest,
  by: string,
  reason: string | undefined,
  now: number,
): RecordDraft {
  const words = reason === undefined ? {} : { note: reason };
  const about = aboutRequest(request);
  return { kind: "approval", time: timeText(now), ...about, state: "cancelled", by, ...words };
}

/** The record that somebody granted something, or joined those who did. */
export function grantRecord(grant: ApprovedGrant, { by, at, signature }: Endorsement): RecordDraft {
  const { id, endorsements: _endorsements, revoked: _revoked, ...granted } = grant;
  return {
    kind: "grant",
    time: timeText(at),
    grant: id,
    by,
    granted: granted as unknown as JsonObject,
    ...(grant.breakGlass === true ? { breakGlass: true } : {}),
    ...(signature === undefined ? {} : { signature }),
  };
}

/** The record that a grant was taken back. */
export function revocationRecord(
  { id }: ApprovedGrant,
  { by, at, reason, signature }: Revocation,
): RecordDraft {
  return {
    kind: "revocation",
    time: timeText(at),
    grant: id,
    by,
    ...(reason === undefined ? {} : { reason }),
    ...(signature === undefined ? {} : { signature }),
  };
}
