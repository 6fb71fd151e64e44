import type {
  ApprovalRequest,
  ApprovalTransition,
  AuditEntry,
  Commit,
  StorageEngine,
} from "@capfence/core";

export const CREATED = 1_000;
export const EXPIRES = 61_000;

/** A writer's name of a number. */
export function writer(number: number): string {
  return number.toString(16).padStart(16, "0");
}

/** Entries of a writer, from a place on. */
export function entries(of: number, from: number, count: number): readonly AuditEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    writer: writer(of),
    seq: from + index,
    text: JSON.stringify({ seq: from + index }),
  }));
}

/** A commit of entries alone. */
export function appending(...appended: readonly AuditEntry[]): Commit {
  return { transitions: [], entries: () => appended };
}

/** A request that waits for an answer. */
export function pendingRequest(
  id: string,
  changes: Partial<ApprovalRequest> = {},
): ApprovalRequest {
  return {
    id,
    digest: "digest",
    state: "pending",
    actor: "agent",
    capability: "payments.transfer",
    context: {},
    payload: { to: ["bob"] },
    policyDigest: "policy",
    createdAt: CREATED,
    expiresAt: EXPIRES,
    ...changes,
  };
}

/** Queues a request. */
export function queueing(request: ApprovalRequest): ApprovalTransition {
  return { type: "request", request };
}

/** Approves a request. */
export function approving(id: string, at: number = CREATED): ApprovalTransition {
  return { type: "resolve", id, state: "approved", by: "carol", at: () => at };
}

/** Uses an approval. */
export function consuming(id: string, at: number = CREATED): ApprovalTransition {
  return { type: "consume", id, at: () => at };
}

/** Commits transitions without entries, and gives which applied. */
export async function change(
  engine: StorageEngine,
  ...transitions: readonly ApprovalTransition[]
): Promise<readonly boolean[]> {
  let result: readonly boolean[] = [];
  await engine.commit({
    transitions,
    entries: (applied) => {
      result = applied;
      return [];
    },
  });
  return result;
}

/** All items of an iteration. */
export async function collect<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
