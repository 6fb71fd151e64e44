import type { JsonObject } from "../encoding/json.ts";
import { isOver } from "./lifetime.ts";

/** Where a grant stands. */
export type GrantState = "active" | "incomplete" | "expired" | "revoked";

/** Stands for any actor, or any environment. */
export const ANY = "*";

/** Calls that were approved before they are made. Times are milliseconds since the Unix epoch. */
export interface ApprovedGrant {
  readonly id: string;
  /** Whose calls; `*` for anybody's. */
  readonly actor: string;
  /** A capability pattern whose first segment is a name. */
  readonly capability: string;
  /** Where; `*` for anywhere. */
  readonly environment: string;
  /** The one session it is for. */
  readonly session?: string;
  /** The one tool it is for, by its name, and by the digest of its definition. */
  readonly tool?: string;
  readonly toolDigest?: string;
  /** Conditions of the policy language that must hold, as in an allow rule. */
  readonly conditions?: JsonObject;
  /** The digest of the one call it is for, as an approval has. */
  readonly digest?: string;
  /** What was shown of that call when its request was answered; see `shownDigest`. */
  readonly shown?: string;
  readonly reason?: string;
  /** Whether it was given in an emergency: it needs a reason, is short, and is shouted about. */
  readonly breakGlass?: true;
  readonly grantedBy: string;
  readonly createdAt: number;
  /** From then on it opens nothing. */
  readonly expiresAt: number;
  /** The request it was given for. */
  readonly request?: string;
  /** Who granted it, the first by its maker; oldest first. */
  readonly endorsements: readonly Endorsement[];
  /** How many must have endorsed it; the policy says how many are needed for a call. */
  readonly quorum: number;
  readonly revoked?: Revocation;
}

/** That an approver grants it. */
export interface Endorsement {
  readonly by: string;
  readonly at: number;
  /** The signed note that says so; see `grantStatement`. */
  readonly signature?: string;
}

/** That somebody took a grant back. */
export interface Revocation {
  readonly by: string;
  readonly at: number;
  readonly reason?: string;
  readonly signature?: string;
}

/** How long a grant may last, in milliseconds. */
export const LONGEST_GRANT: number = 30 * 86_400_000;

/** How long one given in an emergency may last, in milliseconds. */
export const LONGEST_BREAK_GLASS: number = 86_400_000;

/** Where a grant stands at a time. */
export function grantStateAt(grant: ApprovedGrant, now: number): GrantState {
  if (grant.revoked !== undefined) return "revoked";
  const { createdAt, expiresAt, breakGlass } = grant;
  const longest = breakGlass === true ? LONGEST_BREAK_GLASS : LONGEST_GRANT;
  if (isOver(grant, now) || expiresAt - createdAt > longest) return "expired";
  return grant.endorsements.length < grant.quorum ? "incomplete" : "active";
}
