import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inserting } from "../../test/inserting.ts";
import type { AuditEntry } from "../audit/entry.ts";
import { SqliteStorage } from "./sqlite.ts";

const WRITER = "0123456789abcdef";

function entriesFrom(first: number, count: number): readonly AuditEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const seq = first + index;
    return { writer: WRITER, seq, text: `text ${seq} é😀` };
  });
}

describe("inserting entries", () => {
  let folder: string;
  let storage: SqliteStorage;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "capfence-insert-"));
    storage = SqliteStorage.open(join(folder, "log.db"));
  });
  afterEach(() => {
    storage.close();
    rmSync(folder, { recursive: true });
  });

  const commit = (entries: readonly AuditEntry[]): void => storage.commit(inserting(...entries));

  it("stores every one in order, however many there are", () => {
    let size = 0;
    for (const count of [0, 1, 7, 8, 9, 16, 31]) {
      commit(entriesFrom(size + 1, count));
      size += count;
      expect([...storage.entries()]).toEqual(entriesFrom(1, size));
      expect([...storage.entries(WRITER)]).toEqual(entriesFrom(1, size));
    }
  });

  it.each([0, 3, 7, 8, 11])("stores none where the place of number %i is taken", (place) => {
    commit(entriesFrom(1, 1));
    const entries = entriesFrom(2, 12).with(place, entriesFrom(1, 1)[0] as AuditEntry);
    expect(() => commit(entries)).toThrow("UNIQUE");
    expect([...storage.entries()]).toEqual(entriesFrom(1, 1));
  });

  it.each([1, 5, 8, 10])("stores none where the database swallows number %i", (swallowed) => {
    const database = new DatabaseSync(join(folder, "log.db"));
    database.exec(
      `CREATE TRIGGER t BEFORE INSERT ON log WHEN new.seq = ${swallowed} BEGIN SELECT RAISE(IGNORE); END`,
    );
    database.close();
    expect(() => commit(entriesFrom(1, 10))).toThrow("did not store a row");
    expect([...storage.entries()]).toEqual([]);
  });
});
