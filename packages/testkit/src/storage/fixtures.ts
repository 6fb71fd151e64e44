import { randomUUID } from "node:crypto";
import {
  type AuditEntry,
  type Commit,
  NO_READS,
  type StateReader,
  type StateReads,
  type StateVersion,
  type StorageEngine,
} from "@capfence/core";

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
  return { reads: NO_READS, insertions: () => ({ versions: [], entries }) };
}

/** A commit of versions, and of the first entry of a writer where one is given. */
export function adding(versions: readonly StateVersion[], writer?: string): Commit {
  const entries = writer === undefined ? [] : entriesOf(writer, 1);
  return { reads: NO_READS, insertions: () => ({ versions, entries }) };
}

/** A version of the request "a" like any other. */
export function versionOf(facts: Partial<StateVersion> = {}): StateVersion {
  const { id = "a", version = 1 } = facts;
  return {
    kind: "request",
    id,
    version,
    key: `key of ${id}`,
    time: version * 1000,
    text: `{"version":${version}}`,
    ...facts,
  };
}

/** Versions `from` to `to` of what is used, one every 10 milliseconds. */
export function usesOf(id: string, from: number, to: number): readonly StateVersion[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const version = from + index;
    return versionOf({
      kind: "usage",
      id,
      version,
      key: "",
      time: version * 10,
      text: `${version}`,
    });
  });
}

/** What a commit sees of what it asks for. */
export async function seenInside<Seen>(
  engine: StorageEngine,
  reads: Partial<StateReads>,
  look: (state: StateReader) => Seen,
): Promise<Seen | undefined> {
  let seen: Seen | undefined;
  await engine.commit({
    reads: { ...NO_READS, ...reads },
    insertions(state) {
      seen = look(state);
      return { versions: [], entries: [] };
    },
  });
  return seen;
}

/** Commits; what an engine throws at once becomes a rejection. */
export async function commit(engine: StorageEngine, one: Commit): Promise<void> {
  await engine.commit(one);
}

/** An entry as plain data, whatever the engine makes its rows of. */
export function plain({ writer, seq, text }: AuditEntry): AuditEntry {
  return { writer, seq, text };
}
