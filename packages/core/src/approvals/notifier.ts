import { timeText } from "../encoding/time-text.ts";
import type { MaybePromise } from "../maybe-promise.ts";
import type { ApprovedGrant } from "./grant.ts";
import type { ApprovalRequest } from "./request.ts";

/** What has happened to an approval, a grant or an emergency bypass. */
export type ApprovalEventType =
  | "requested"
  | "approved"
  | "rejected"
  | "cancelled"
  | "granted"
  | "revoked"
  | "bypassed";

/** Something that people who approve want to know; frozen, and its record is durable. */
export interface ApprovalEvent {
  readonly type: ApprovalEventType;
  /** RFC 3339 in UTC. */
  readonly time: string;
  /** As it is stored: redacted. After one of several approvals it is still pending. */
  readonly request?: ApprovalRequest;
  readonly grant?: ApprovedGrant;
  /** The emergency bypass that has begun. */
  readonly bypass?: BypassNotice;
  /** Who did it; a name that only a signature can prove. */
  readonly by?: string;
  /** Their words. */
  readonly note?: string;
}

/** Whose calls run whatever the policy says, and until when (RFC 3339). */
export interface BypassNotice {
  readonly id: string;
  readonly actor: string;
  readonly until: string;
}

/** Tells people of requests and grants (a port). It is told, never asked: what it does changes no decision. */
export interface ApprovalNotifier {
  /** Names it in warnings. */
  readonly name: string;
  /** Throws or rejects where nobody could be told. */
  notify(event: ApprovalEvent): MaybePromise<void>;
  /** Gives up what is under way, and lets go of connections. */
  close?(): MaybePromise<void>;
}

/** Who did something, and their words. */
interface Said {
  readonly by?: string | undefined;
  readonly note?: string | undefined;
}

/** The event that something has happened to a request, at a time in milliseconds since the Unix epoch. */
export function requestEvent(
  type: "requested" | "approved" | "rejected" | "cancelled",
  request: ApprovalRequest,
  at: number,
  said: Said = {},
): ApprovalEvent {
  return { type, time: timeText(at), request, ...wordsOf(said) };
}

/** The event that somebody has given a grant, joined those who do, or taken it back. */
export function grantEvent(
  type: "granted" | "revoked",
  grant: ApprovedGrant,
  at: number,
  said: Said,
): ApprovalEvent {
  return { type, time: timeText(at), grant, ...wordsOf(said) };
}

/** The event that an emergency bypass has begun. */
export function bypassEvent(bypass: BypassNotice, at: number, reason: string): ApprovalEvent {
  return { type: "bypassed", time: timeText(at), bypass, note: reason };
}

function wordsOf({ by, note }: Said): Pick<ApprovalEvent, "by" | "note"> {
  return { ...(by === undefined ? {} : { by }), ...(note === undefined ? {} : { note }) };
}
