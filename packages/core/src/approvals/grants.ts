import { digestJson } from "../encoding/sha256.ts";
import { ApprovalError } from "../errors.ts";
import { personOf } from "../policy/approval-requirement.ts";
import type { ApprovalPorts } from "./approval-ports.ts";
import {
  type ApprovedGrant,
  type Endorsement,
  grantStateAt,
  LONGEST_GRANT,
  type Revocation,
} from "./grant.ts";
import { endorsementOf, type GrantInput, makeGrant } from "./make-grant.ts";
import { grantEvent } from "./notifier.ts";
import { grantRecord, revocationRecord } from "./records.ts";
import { grantStatement, revocationStatement, signedWith } from "./statement.ts";
import { allGrants, findGrant } from "./stored.ts";
import { checkWords, nameOf, type Speaker } from "./words.ts";

/** Who joins those who give a grant. */
export interface Endorser extends Speaker {
  /** The grant as they were shown it: if another one is stored by now, it is not joined. */
  readonly seen?: ApprovedGrant;
}

/** Keeps a grant, and records it. */
export async function keepGrant(input: GrantInput, ports: ApprovalPorts): Promise<ApprovedGrant> {
  const { trail, clock, newId, notifications } = ports;
  const grant = makeGrant(input, newId, clock());
  const [endorsement] = grant.endorsements as readonly [Endorsement];
  const entries = await trail.append({
    transitions: [{ type: "grant", grant }],
    records: [grantRecord(grant, endorsement)],
  });
  if (entries === undefined) throw new ApprovalError(`there is a grant "${grant.id}" already`);
  const { grantedBy: by, reason: note } = grant;
  notifications?.tell(grantEvent("granted", grant, grant.createdAt, { by, note }));
  return grant;
}

/** Joins those who grant it. Throws `ApprovalError` where it has ended, or the same name is among them. */
export async function endorseGrant(
  id: string,
  { seen, ...speaker }: Endorser,
  { store, trail, clock, notifications }: ApprovalPorts,
): Promise<ApprovedGrant> {
  const grant = await existing(id, store);
  if (seen !== undefined && grantedDigest(seen) !== grantedDigest(grant))
    throw new ApprovalError(`grant "${id}" has changed since it was shown; look at it again`);
  const endorsement = endorsementOf(grant, speaker, clock());
  const entries = await trail.append({
    transitions: [{ type: "endorse", id, endorsement, at: clock }],
    records: [grantRecord(grant, endorsement)],
  });
  const after = await existing(id, store);
  if (entries !== undefined) {
    const { by, at } = endorsement;
    notifications?.tell(grantEvent("granted", after, at, { by }));
    return after;
  }
  throw new ApprovalError(
    after.endorsements.some(({ by }) => personOf(by) === personOf(endorsement.by))
      ? `"${endorsement.by}" has granted "${id}" already`
      : `grant "${id}" is ${grantStateAt(after, clock())}; only one in force can be joined`,
  );
}

/** Takes a grant back. Throws `ApprovalError` where that was done already. */
export async function revokeGrant(
  id: string,
  speaker: Speaker & { readonly reason?: string },
  { store, trail, clock, notifications }: ApprovalPorts,
): Promise<ApprovedGrant> {
  const grant = await existing(id, store);
  const { reason, signer } = speaker;
  if (reason !== undefined) checkWords("the reason", reason, 4096);
  const said: Revocation = {
    by: nameOf(speaker),
    at: clock(),
    ...(reason === undefined ? {} : { reason }),
  };
  const revocation = signedWith(said, (one) => revocationStatement(grant, one), signer);
  const entries = await trail.append({
    transitions: [{ type: "revoke", id, revocation }],
    records: [revocationRecord(grant, revocation)],
  });
  if (entries === undefined) throw new ApprovalError(`grant "${id}" was revoked already`);
  const after = await existing(id, store);
  const { by, at } = revocation;
  notifications?.tell(grantEvent("revoked", after, at, { by, note: reason }));
  return after;
}

/** All grants that may still matter, oldest first. */
export async function listGrants({
  store,
  clock,
}: ApprovalPorts): Promise<readonly ApprovedGrant[]> {
  return allGrants(store, clock() - LONGEST_GRANT);
}

/** SHA-256 over all that a grant opens, whoever has joined it so far. */
function grantedDigest(grant: ApprovedGrant): string {
  return digestJson(grantStatement(grant, { by: "", at: 0 }));
}

async function existing(id: string, store: ApprovalPorts["store"]): Promise<ApprovedGrant> {
  const grant = await findGrant(store, id);
  if (grant !== undefined) return grant;
  throw new ApprovalError(`there is no grant "${id}"; capfence grants list shows them`);
}
