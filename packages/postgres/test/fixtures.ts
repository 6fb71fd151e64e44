import {
  type AuditEntry,
  type Commit,
  NO_READS,
  type StateReader,
  type StateVersion,
  type StorageEngine,
} from "@capfence/core";

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
  return { reads: NO_READS, insertions: () => ({ versions: [], entries: appended }) };
}

/** A version of a request like any other. */
export function versionOf(
  id: string,
  version: number,
  facts: Partial<StateVersion> = {},
): StateVersion {
  return {
    kind: "request",
    id,
    version,
    key: `digest of ${id}`,
    time: 1_000 * version,
    text: "{}",
    ...facts,
  };
}

/** A commit of versions alone. */
export function adding(...versions: readonly StateVersion[]): Commit {
  return { reads: NO_READS, insertions: () => ({ versions, entries: [] }) };
}

/** A commit that reads a request, and adds entries and the next version where it has so many. */
export function following(
  id: string,
  versions: number,
  made: () => readonly AuditEntry[] = () => [],
): Commit & { readonly applied: boolean } {
  const commit = {
    applied: false,
    reads: { ...NO_READS, ids: [["request", id]] as const },
    insertions(state: StateReader) {
      commit.applied = (state.latest("request", id)?.version ?? 0) === versions;
      if (!commit.applied) return { versions: [], entries: [] };
      return { versions: [versionOf(id, versions + 1)], entries: made() };
    },
  };
  return commit;
}

/** Adds the next version of a request where it has so many; says whether it did. */
export async function follow(
  engine: StorageEngine,
  id: string,
  versions: number,
): Promise<boolean> {
  const commit = following(id, versions);
  await engine.commit(commit);
  return commit.applied;
}

/** All items of an iteration. */
export async function collect<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
