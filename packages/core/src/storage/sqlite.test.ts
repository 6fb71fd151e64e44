import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inserting } from "../../test/inserting.ts";
import type { AuditEntry } from "../audit/entry.ts";
import type { Commit } from "../audit/store.ts";
import { AuditError } from "../errors.ts";
import { createTables } from "./sqlite-schema.ts";
import { SqliteStorage } from "./sqlite.ts";

const WRITER = "0123456789abcdef";

function entryOf(seq: number): AuditEntry {
  return { writer: WRITER, seq, text: "{}" };
}

/** A commit of one entry. */
function entry(seq: number): Commit {
  return inserting(entryOf(seq));
}

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-sqlite-"));
  file = join(folder, "audit.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Makes a SQLite file of another program. */
function foreign(setUp: string): Buffer {
  const database = new DatabaseSync(file);
  database.exec(setUp);
  database.close();
  return readFileSync(file);
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe("SqliteStorage", () => {
  it("makes files that only their owner may read", () => {
    const storage = SqliteStorage.open(file);
    storage.commit(entry(1));
    for (const path of [file, `${file}-wal`, `${file}-shm`]) expect(modeOf(path)).toBe("600");
    storage.close();
  });

  it("refuses a file that others may use, a link, and a database that swallows records", () => {
    SqliteStorage.open(file).close();
    chmodSync(file, 0o644);
    expect(() => SqliteStorage.open(file)).toThrow("others may use it");
    chmodSync(file, 0o600);
    symlinkSync(join(folder, "nowhere.db"), join(folder, "link.db"));
    expect(() => SqliteStorage.open(join(folder, "link.db"))).toThrow("it is a link or no file");
    expect(existsSync(join(folder, "nowhere.db"))).toBe(false);
    const database = new DatabaseSync(file);
    database.exec("CREATE TRIGGER t BEFORE INSERT ON log BEGIN SELECT RAISE(IGNORE); END");
    database.close();
    for (const open of [() => SqliteStorage.open(file), () => SqliteStorage.openReadOnly(file)])
      expect(open).toThrow("its tables are missing or changed");
  });

  it("fails a commit whose record was not stored", () => {
    const storage = SqliteStorage.open(file);
    const database = new DatabaseSync(file);
    database.exec("CREATE TRIGGER t BEFORE INSERT ON log BEGIN SELECT RAISE(IGNORE); END");
    database.close();
    expect(() => storage.commit(entry(1))).toThrow("did not store a row");
    storage.close();
  });

  it("keeps a write-ahead log", () => {
    const storage = SqliteStorage.open(file);
    storage.close();
    const database = new DatabaseSync(file);
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    database.close();
  });

  it.each([
    ["with tables", "CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine')"],
    ["with a mark", "PRAGMA application_id = 42; CREATE TABLE notes (text)"],
    ["with nothing but a mark", "PRAGMA application_id = 42"],
  ])("refuses another program's file %s, and leaves it as it is", (_, setUp) => {
    const before = foreign(setUp);
    for (const open of [() => SqliteStorage.open(file), () => SqliteStorage.openReadOnly(file)])
      expect(open).toThrow("it is a SQLite file, but not a CapFence audit log");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("refuses a log of another format, and leaves it as it is", () => {
    SqliteStorage.open(file).close();
    const before = foreign("PRAGMA user_version = 1");
    for (const open of [() => SqliteStorage.open(file), () => SqliteStorage.openReadOnly(file)])
      expect(open).toThrow("it has format 1; this release reads format 3");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("refuses a log whose tables are gone, and leaves it as it is", () => {
    SqliteStorage.open(file).close();
    const before = foreign("DROP TABLE state");
    for (const open of [() => SqliteStorage.open(file), () => SqliteStorage.openReadOnly(file)])
      expect(open).toThrow("it is marked as a CapFence audit log, but its tables are missing");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("refuses a file that is no database, and leaves it as it is", () => {
    const text = "dear diary\n".repeat(200);
    writeFileSync(file, text);
    for (const open of [() => SqliteStorage.open(file), () => SqliteStorage.openReadOnly(file)])
      expect(open).toThrow(`cannot open the audit log "${file}"`);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("names the place where a folder is missing, or stands instead of a file", () => {
    const nowhere = join(folder, "missing", "audit.db");
    expect(() => SqliteStorage.open(nowhere)).toThrow(AuditError);
    expect(() => SqliteStorage.open(nowhere)).toThrow(nowhere);
    expect(() => SqliteStorage.open(folder)).toThrow(folder);
  });

  it("takes an empty file for a new one", () => {
    writeFileSync(file, "", { mode: 0o600 });
    const storage = SqliteStorage.open(file);
    storage.commit(entry(1));
    expect([...storage.entries()]).toHaveLength(1);
    storage.close();
  });

  it("is one place however its path is written", () => {
    const one = SqliteStorage.open(file);
    const other = SqliteStorage.open(join(folder, "x", "..", "audit.db"));
    expect(one.location).toBe(`sqlite:${file}`);
    expect(other.location).toBe(one.location);
    one.close();
    other.close();
  });
});

describe("createTables", () => {
  it("fails where nothing can be written, though there is nothing to make", () => {
    SqliteStorage.open(file).close();
    const database = new DatabaseSync(file, { readOnly: true });
    expect(() => createTables(database)).toThrow("readonly");
    database.close();
  });

  it("leaves no transaction and no change behind in a log that has its tables", () => {
    SqliteStorage.open(file).close();
    const before = readFileSync(file);
    const database = new DatabaseSync(file);
    createTables(database);
    expect(database.isTransaction).toBe(false);
    database.close();
    expect(readFileSync(file)).toEqual(before);
  });
});

describe("SqliteStorage.openReadOnly", () => {
  it("reads and cannot change", () => {
    const storage = SqliteStorage.open(file);
    storage.commit(entry(1));
    storage.commit(entry(2));
    const reader = SqliteStorage.openReadOnly(file);
    expect([...reader.entries()]).toHaveLength(2);
    expect(() => reader.commit(entry(3))).toThrow("readonly");
    storage.commit(entry(3));
    expect([...reader.entries()]).toHaveLength(3);
    reader.close();
    storage.close();
  });

  it("reads a copy of a closed log", () => {
    const storage = SqliteStorage.open(file);
    storage.commit(entry(1));
    storage.close();
    const copy = join(folder, "copy.db");
    copyFileSync(file, copy);
    const reader = SqliteStorage.openReadOnly(copy);
    expect([...reader.entries()]).toHaveLength(1);
    reader.close();
  });

  it("makes no file where there is none", () => {
    expect(() => SqliteStorage.openReadOnly(file)).toThrow(`there is no audit log at "${file}"`);
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe("SqliteStorage.entries", () => {
  it("gives more entries than a page holds, in order, but none that came after reading began", () => {
    const storage = SqliteStorage.open(file);
    const seqs = Array.from({ length: 600 }, (_, index) => index + 1);
    storage.commit(inserting(...seqs.map((seq) => entryOf(seq))));
    const read: number[] = [];
    for (const { seq } of storage.entries()) {
      if (seq === 1) storage.commit(entry(601));
      read.push(seq);
    }
    expect(read).toEqual(seqs);
    expect([...storage.entries()]).toHaveLength(601);
    storage.close();
  });

  it("gives entries with numbers that JavaScript cannot hold", () => {
    const storage = SqliteStorage.open(file);
    for (const seq of [1, 2, 3]) storage.commit(entry(seq));
    const database = new DatabaseSync(file);
    database.exec(`UPDATE log SET id = -9223372036854775808 WHERE seq = 1;
      UPDATE log SET id = 9223372036854775807 WHERE seq = 3`);
    database.close();
    expect([...storage.entries()].map(({ seq }) => seq)).toEqual([1, 2, 3]);
    storage.close();
  });

  it("gives every entry up to the one that cannot be read", () => {
    const storage = SqliteStorage.open(file);
    const seqs = Array.from({ length: 300 }, (_, index) => index + 1);
    storage.commit(inserting(...seqs.map((seq) => entryOf(seq))));
    const database = new DatabaseSync(file);
    database.exec(`UPDATE log SET seq = 9007199254740993 WHERE seq = 290`);
    database.close();
    const read: number[] = [];
    expect(() => {
      for (const { seq } of storage.entries()) read.push(seq);
    }).toThrow(RangeError);
    expect(read).toEqual(seqs.slice(0, 289));
    storage.close();
  });
});
