import { grantStateAt } from "../approvals/grant.ts";
import { stateAt } from "../approvals/request.ts";
import { grantIn, requestIn } from "../approvals/stored.ts";
import type { AuditStore } from "../audit/store.ts";
import type { StateKind, StateVersion } from "../state/version.ts";
import type { SqliteStorage } from "./sqlite.ts";

/** Longer than the window of any limit, in milliseconds. */
const LONGEST_WINDOW = 366 * 86_400_000;
/** Further than a clock is set back. */
const DAY = 86_400_000;

/** What goes on in the log after a sealed one. */
export interface CarriedState {
  /** In the order in which they are to be inserted. */
  readonly versions: readonly StateVersion[];
  /** How many requests for approval are among them. */
  readonly requests: number;
}

/**
 * Reads what still matters of a sealed log: requests that can be answered, used or refused again, grants that are
 * neither expired nor revoked, tokens that were revoked, proofs that could be shown again, and what was used of limits
 * within the longest window, or of tokens that could be shown again. Versions are counted from 1 anew,
 * as in any log; what is older stays in the sealed file. Throws `AuditError` for what is not readable.
 */
export function carriedState(sealed: SqliteStorage, now: number): CarriedState {
  const requests = sealed.all("request").filter((version) => isOpen(version, now));
  const grants = sealed.all("grant").filter((version) => {
    const state = grantStateAt(grantIn(version), now);
    return state === "active" || state === "incomplete";
  });
  const uses = sealed
    .all("usage")
    .filter(({ key }) => key === "" || !isLongOver(key, now))
    .flatMap(({ id }) => usesOf(sealed, id, now - LONGEST_WINDOW));
  // A token's own end is not known here: what is revoked stays so.
  const revoked = sealed.all("token");
  const proofs = sealed.all("proof").filter(({ text }) => !isLongOver(text, now));
  return {
    versions: [
      ...[...requests, ...grants, ...revoked, ...proofs].map((version) => ({
        ...version,
        version: 1,
      })),
      ...uses,
    ],
    requests: requests.length,
  };
}

/** A clock that is set back must not make a proof or a budget good again, nor must an end that nobody can read. */
function isLongOver(end: string, now: number): boolean {
  return Number(end) <= now - DAY;
}

/**
 * A store whose next commit of entries also inserts versions, in the same transaction: either the log is begun with
 * all of them, or not at all.
 */
export function beginningWith(store: AuditStore, versions: readonly StateVersion[]): AuditStore {
  let left = versions;
  return {
    location: store.location,
    synchronous: store.synchronous,
    commit: ({ reads, insertions }) =>
      store.commit({
        reads,
        insertions(state) {
          const made = insertions(state);
          if (made.entries.length === 0 || left.length === 0) return made;
          const first = left;
          left = [];
          return { entries: made.entries, versions: [...first, ...made.versions] };
        },
      }),
    openings: () => store.openings(),
    head: (writer) => store.head(writer),
    entries: (writer, from) => store.entries(writer, from),
  };
}

const OPEN: ReadonlySet<string> = new Set(["pending", "approved", "rejected"]);

function isOpen(version: StateVersion, now: number): boolean {
  return OPEN.has(stateAt(requestIn(version), now));
}

/** The uses since a time, and the one before them, from which the others are counted. */
function usesOf(sealed: SqliteStorage, id: string, time: number): readonly StateVersion[] {
  const kind: StateKind = "usage";
  const base = sealed.before(kind, id, time);
  const since = sealed.since(kind, id, time);
  return [...(base === undefined ? [] : [base]), ...since].map((one, index) => ({
    ...one,
    version: index + 1,
  }));
}
