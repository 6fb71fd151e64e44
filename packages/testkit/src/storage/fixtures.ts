import { randomUUID } from "node:crypto";
import type {
  ApprovalRequest,
  ApprovalTransition,
  AuditEntry,
  Commit,
  StorageEngine,
} from "@capfence/core";

/** When the suite's requests are made, in milliseconds since the Unix epoch. */
export const CREATED: number = Date.UTC(2026, 0, 1);

/** When they expire. */
export const EXPIRES: number = CREATED + 60_000;

/** A writer that nobody else is. */
export function newWriter(): string {
  return randomUUID().replaceAll("-", "").slice(0, 16);
}

/** Entries `from` to `to` of a writer. */
export function entriesOf(writer: string, from: number, to: number = from): readonly AuditEntry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    writer,
    seq: from + index,
    text: `{"seq":${from + index},"writer":"${writer}"}`,
  }));
}

/** A commit of entries alone. */
export function inserting(...entries: readonly AuditEntry[]): Commit {
  return { transitions: [], entries: () => entries };
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

/** Queues a request. */
export function queueing(request: ApprovalRequest): ApprovalTransition {
  return { type: "request", request };
}

/** Answers a request. */
export function answering(
  id: string,
  state: "approved" | "rejected",
  at: number = CREATED,
): ApprovalTransition {
  return { type: "resolve", id, state, by: "carol", at: () => at };
}

/** Uses up a request. */
export function consuming(id: string, at: number = CREATED): ApprovalTransition {
  return { type: "consume", id, at: () => at };
}

/** Commits transitions, with an entry if any of them applied; gives which did. */
export async function apply(
  engine: StorageEngine,
  ...transitions: readonly ApprovalTransition[]
): Promise<readonly boolean[]> {
  let answers: readonly boolean[] = [];
  await engine.commit({
    transitions,
    entries(applied) {
      answers = applied;
      return applied.includes(true) ? entriesOf(newWriter(), 1) : [];
    },
  });
  return answers;
}

/** Whether a single transition applied. */
export async function applies(
  engine: StorageEngine,
  transition: ApprovalTransition,
): Promise<boolean> {
  return (await apply(engine, transition))[0] === true;
}

/** An entry as plain data, whatever the engine makes its rows of. */
export function plain({ writer, seq, text }: AuditEntry): AuditEntry {
  return { writer, seq, text };
}
