import {
  type ApprovalRequest,
  type ApprovalTransition,
  applyTransition,
  AuditError,
} from "@capfence/core";
import { lockKey } from "./schema-tag.ts";
import type { SqlRow, SqlValue } from "./sql-client.ts";

/** What transitions begin from: the requests they name, by id and by digest. */
export interface Subjects {
  readonly ids: readonly string[];
  readonly digests: readonly string[];
}

/** Whose newest state decides about transitions. */
export function subjectsOf(transitions: readonly ApprovalTransition[]): Subjects {
  const ids = new Set<string>();
  const digests = new Set<string>();
  for (const transition of transitions)
    if (transition.type === "request") digests.add(transition.request.digest);
    else ids.add(transition.id);
  return { ids: [...ids], digests: [...digests] };
}

/** SQL that waits until no other transaction changes the same approvals; in one order everywhere, so that none wait for each other. */
export function lockSql(schema: string, { ids, digests }: Subjects): string {
  const keys = [
    ...ids.map((id) => lockKey(schema, `id ${id}`)),
    ...digests.map((digest) => lockKey(schema, `digest ${digest}`)),
  ].toSorted((one, other) => (one < other ? -1 : Number(one > other)));
  return keys.map((key) => `SELECT pg_catalog.pg_advisory_xact_lock('${key}'::bigint);`).join(" ");
}

/** A request and how often it has changed. */
interface Current {
  readonly request: ApprovalRequest;
  readonly ordinal: number;
}

/** Applies transitions to the requests as they stand, and keeps what is to be stored of it. */
export class ApprovalChanges {
  readonly #current = new Map<string, Current>();
  readonly #newest = new Map<string, string>();
  readonly #changes: Current[] = [];

  /** `rows` are digest (or null), ordinal and request, as `currentRequests` gives them. */
  constructor(rows: readonly SqlRow[]) {
    for (const [digest, ordinal, text] of rows) {
      const request = readRequest(text);
      this.#current.set(request.id, { request, ordinal: Number(ordinal) });
      if (typeof digest === "string") this.#newest.set(digest, request.id);
    }
  }

  /** Whether a transition applied; later ones see what it did. */
  apply(transition: ApprovalTransition): boolean {
    const id =
      transition.type === "request" ? this.#newest.get(transition.request.digest) : transition.id;
    const current = id === undefined ? undefined : this.#current.get(id);
    const request = applyTransition(current?.request, transition);
    if (request === undefined) return false;
    // A new request under an old id collides in the database, and with it the commit fails.
    const ordinal = transition.type === "request" ? 1 : (current?.ordinal ?? 0) + 1;
    const change = { request, ordinal };
    this.#changes.push(change);
    this.#current.set(request.id, change);
    if (transition.type === "request") this.#newest.set(request.digest, request.id);
    return true;
  }

  /** The columns of the rows to insert. */
  columns(): readonly SqlValue[] {
    const requests = this.#changes.map(({ request }) => request);
    return [
      requests.map(({ id }) => id),
      BigInt64Array.from(this.#changes, ({ ordinal }) => BigInt(ordinal)),
      requests.map(({ digest }) => digest),
      requests.map(({ state }) => state),
      requests.map((request) => JSON.stringify(request)),
    ];
  }
}

/** A request as it was stored. Throws `AuditError` for what is none. */
export function readRequest(text: unknown): ApprovalRequest {
  try {
    return JSON.parse(String(text)) as ApprovalRequest;
  } catch (cause) {
    throw new AuditError("a stored request for approval is not readable", { cause });
  }
}
