import { canonicalJson } from "../encoding/canonical-json.ts";
import type { Json } from "../encoding/json.ts";
import { checkNote, readNote, signNote, writeNote } from "../encoding/note/note.ts";
import type { SignerKey, VerifierKey } from "../encoding/note/note-key.ts";
import type { ApprovedGrant, Endorsement, Revocation } from "./grant.ts";
import type { ApprovalAnswer, ApprovalRequest } from "./request.ts";
import { shownDigest } from "./shown-call.ts";

/**
 * What an approver signs of an answer: which request and call it is about and what was shown of it, until when it
 * holds, what was said, by whom and when. A text of two lines: what is signed, and RFC 8785 JSON. `shown` is that of
 * the request, for whoever has it already: arguments may be long.
 */
export function answerStatement(
  request: ApprovalRequest,
  { answer, by, at, note }: ApprovalAnswer,
  shown: string = shownDigest(request),
): string {
  const { id, digest, expiresAt } = request;
  return statement("capfence approval answer v1", {
    answer,
    at,
    by,
    digest,
    expiresAt,
    ...(note === undefined ? {} : { note }),
    request: id,
    shown,
  });
}

/** What an approver signs of a grant: all of it, by whom and when. */
export function grantStatement(grant: ApprovedGrant, { by, at }: Endorsement): string {
  const { endorsements: _endorsements, revoked: _revoked, ...granted } = grant;
  return statement("capfence grant v1", { at, by, grant: granted as unknown as Json });
}

/** What an approver signs of taking a grant back. */
export function revocationStatement({ id }: ApprovedGrant, { by, at, reason }: Revocation): string {
  return statement("capfence grant revocation v1", {
    at,
    by,
    grant: id,
    ...(reason === undefined ? {} : { reason }),
  });
}

/** What somebody said, with a signature over the statement of it where they have a key. */
export function signedWith<Said>(
  said: Said,
  statementOf: (said: Said) => string,
  signer: SignerKey | undefined,
): Said | (Said & { readonly signature: string }) {
  return signer === undefined
    ? said
    : { ...said, signature: signStatement(statementOf(said), signer) };
}

/** Signs a statement as a C2SP signed note. */
export function signStatement(text: string, signer: SignerKey): string {
  return writeNote(signNote(text, signer));
}

/** Whether a note says exactly this statement, and one of these keys has signed it in the name of `by`. */
export function isSignedBy(
  note: string | undefined,
  text: string,
  by: string,
  keys: readonly VerifierKey[],
): boolean {
  const signed = note === undefined ? undefined : readNote(note);
  if (signed?.text !== text) return false;
  return keys.some((key) => key.name === by && checkNote(signed, key) === "signed");
}

function statement(purpose: string, said: Json): string {
  return `${purpose}\n${canonicalJson(said)}\n`;
}
