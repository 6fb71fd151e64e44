import type { ApprovedGrant, Endorsement, Revocation } from "./grant.ts";
import type { ApprovalAnswer, ApprovalRequest } from "./request.ts";
import type { LimitReservation } from "./usage.ts";

/** The time, in milliseconds since the Unix epoch. */
type Clock = () => number;

/**
 * A change of what is approved or used, applied only if things still are as it expects. Clocks are read where
 * nothing can come between a transition and its effect: a commit may have waited, and an approval must not outlive
 * its time in a queue.
 */
export type Transition =
  /** Queues a request, unless one with its digest is pending, approved or rejected and not yet expired. */
  | { readonly type: "request"; readonly request: ApprovalRequest }
  /** Adds an answer to a pending request that has not expired; one rejection, or a quorum of approvals, settles it. */
  | {
      readonly type: "answer";
      readonly id: string;
      readonly answer: ApprovalAnswer;
      readonly at: Clock;
    }
  /** Takes back a request that has been neither used nor rejected. */
  | {
      readonly type: "cancel";
      readonly id: string;
      readonly by: string;
      readonly reason?: string;
      readonly at: Clock;
    }
  /** Says for good that a request has expired, so that no clock can bring it back. */
  | { readonly type: "expire"; readonly id: string; readonly at: Clock }
  /** Uses up an approved request that has not expired. */
  | { readonly type: "consume"; readonly id: string; readonly at: Clock }
  /** Keeps a new grant. */
  | { readonly type: "grant"; readonly grant: ApprovedGrant }
  /** Adds an approver to a grant that is neither expired nor revoked. */
  | {
      readonly type: "endorse";
      readonly id: string;
      readonly endorsement: Endorsement;
      readonly at: Clock;
    }
  /** Takes a grant back. */
  | { readonly type: "revoke"; readonly id: string; readonly revocation: Revocation }
  /** Goes through only while a grant is active. */
  | { readonly type: "use"; readonly id: string; readonly at: Clock }
  /** Counts what a call uses of limits, unless one that binds would be exceeded. */
  | { readonly type: "reserve"; readonly limits: readonly LimitReservation[]; readonly at: Clock }
  /** Goes through only while no block of a token is revoked, before a time, and with a proof that was not used before. */
  | {
      readonly type: "present";
      readonly ids: readonly string[];
      readonly nonce?: string;
      readonly until: number;
      readonly at: Clock;
    }
  /** Takes a block of a token back, and with it all that was made from it. */
  | { readonly type: "revoke_token"; readonly id: string; readonly revocation: Revocation };
