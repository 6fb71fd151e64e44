import {
  type ApprovalRequest,
  type ApprovedGrant,
  ImmutableAuditTrail,
  type LimitReservation,
  type StorageEngine,
  type Transition,
} from "@capfence/core";

/** When the suite's requests are made, in milliseconds since the Unix epoch. */
export const CREATED: number = Date.UTC(2026, 0, 1);

/** When they expire. */
export const EXPIRES: number = CREATED + 60_000;

/** A trail on an engine, and what changes with its records. */
export class Changes {
  readonly #trail: ImmutableAuditTrail;

  constructor(store: StorageEngine) {
    this.#trail = new ImmutableAuditTrail({ store });
  }

  /** Whether transitions applied, all of them together. */
  async apply(...transitions: readonly Transition[]): Promise<boolean> {
    return (await this.#trail.append({ transitions, records: [] })) !== undefined;
  }

  /** How many of some transitions applied that were asked for at once, each by itself. */
  async countApplied(transitions: readonly Transition[]): Promise<number> {
    const applied = await Promise.all(transitions.map((transition) => this.apply(transition)));
    return applied.filter(Boolean).length;
  }
}

/** All of some counts. */
export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** A pending request. */
export function pendingRequest(id: string, facts: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    id,
    digest: "digest",
    state: "pending",
    actor: "suite",
    capability: "payments.transfer",
    context: { sessionId: "session" },
    payload: { to: ["bob"] },
    policyDigest: "policy",
    quorum: 1,
    createdAt: CREATED,
    expiresAt: EXPIRES,
    answers: [],
    ...facts,
  };
}

/** Queues a request. */
export function queueing(request: ApprovalRequest): Transition {
  return { type: "request", request };
}

/** Answers a request. */
export function answering(
  id: string,
  answer: "approved" | "rejected",
  by = "carol",
  at: number = CREATED,
): Transition {
  return { type: "answer", id, answer: { answer, by, at }, at: () => at };
}

/** Uses up a request. */
export function consuming(id: string, at: number = CREATED): Transition {
  return { type: "consume", id, at: () => at };
}

/** A grant by carol. */
export function grantOf(id: string, facts: Partial<ApprovedGrant> = {}): ApprovedGrant {
  return {
    id,
    actor: "suite",
    capability: "payments.*",
    environment: "*",
    grantedBy: "carol",
    createdAt: CREATED,
    expiresAt: EXPIRES,
    endorsements: [{ by: "carol", at: CREATED }],
    quorum: 1,
    ...facts,
  };
}

/** Keeps a grant. */
export function granting(grant: ApprovedGrant): Transition {
  return { type: "grant", grant };
}

/** Goes through while a grant is active. */
export function usingGrant(id: string, at: number = CREATED): Transition {
  return { type: "use", id, at: () => at };
}

/** Counts one use of a limit of 20 a minute. */
export function reserving(at: number, facts: Partial<LimitReservation> = {}): Transition {
  const limit = { bucket: "transfers", window: 60_000, uses: "1", most: "20", ...facts };
  return { type: "reserve", limits: [limit], at: () => at };
}
