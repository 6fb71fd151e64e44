import type {
  ApprovalRequest,
  AuditEntry,
  Change,
  RecordDraft,
  StorageEngine,
} from "@capfence/core";

/** When the suite's requests are made, in milliseconds since the Unix epoch. */
export const CREATED: number = Date.UTC(2026, 0, 1);

/** When they expire. */
export const EXPIRES: number = CREATED + 60_000;

/** A record that is told from others by its number. */
export function draft(number: number, decision = `decision ${number}`): RecordDraft {
  return { kind: "outcome", decision, outcome: "succeeded", time: new Date(CREATED).toISOString() };
}

/** A change that appends one record. */
export function appending(number: number): Change {
  return { records: [draft(number)] };
}

/** A record whose text cannot be made, as a bug elsewhere might produce it. */
export function impossibleDraft(): RecordDraft {
  return { ...draft(0), error: 1n as unknown as string } as RecordDraft;
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
    createdAt: CREATED,
    expiresAt: EXPIRES,
    ...facts,
  };
}

/** A change that queues a request. */
export function queueing(request: ApprovalRequest): Change {
  return { transition: { type: "request", request }, records: [draft(1)] };
}

/** A change that answers a request. */
export function answering(
  id: string,
  state: "approved" | "rejected",
  at: number = CREATED,
): Change {
  return {
    transition: { type: "resolve", id, state, by: "carol", at: () => at },
    records: [draft(2)],
  };
}

/** A change that uses up a request. */
export function consuming(id: string, at: number = CREATED): Change {
  return { transition: { type: "consume", id, at: () => at }, records: [draft(3)] };
}

/** Whether a single change applied. */
export async function applies(engine: StorageEngine, change: Change): Promise<boolean> {
  const [result] = await engine.commit([change]);
  return result !== undefined;
}

/** An entry as plain data, whatever the engine makes its rows of. */
export function plain({ seq, hash, text }: AuditEntry): AuditEntry {
  return { seq, hash, text };
}
