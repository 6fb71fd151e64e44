import type { ApprovalRequest } from "../approvals/request.ts";
import type { Change, CommitResult } from "../audit/change.ts";
import type { Redactor } from "../audit/redaction/redactor.ts";
import type { Admission } from "../tokens/admit-call.ts";
import type { TokenFacts } from "../tokens/token-facts.ts";
import type { MaybePromise } from "../maybe-promise.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import type { PolicyMode } from "../policy/document/document.ts";
import type { PendingQueues } from "./pending-queues.ts";
import type { StateStore } from "../state/store.ts";

/** What an authorisation needs from its runtime. */
export interface AuthorizationPorts {
  readonly mode: PolicyMode;
  readonly policy: DecisionPoint;
  readonly state: StateStore;
  readonly redactor: Redactor | undefined;
  readonly approvalTimeoutSeconds: number;
  /** Never goes back; milliseconds since the Unix epoch. */
  readonly clock: () => number;
  /** The time for a record, RFC 3339. */
  readonly timestamp: () => string;
  readonly randomIdentifier: () => string;
  /** The approvals that this runtime has used up: whoever puts back their rows does not make them good again. */
  readonly used: Set<string>;
  readonly queues: PendingQueues;
  /** Whether a call that has no request for approval gets one. */
  readonly asks: boolean;
  /** The emergency bypass in force for an actor, by its id. */
  readonly bypassOf: (actor: string) => string | undefined;
  /** The capability token that the call came with; verified, but it may be revoked. */
  readonly token?: Admission;
  /** What the record says of a token. */
  readonly tokenFacts?: TokenFacts;
  /** Makes a change durable, or throws. */
  readonly append: (change: Change) => MaybePromise<CommitResult>;
  /** Told of a new request once its record is durable. */
  readonly queued: (request: ApprovalRequest) => void;
}
