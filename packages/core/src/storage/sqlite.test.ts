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
import type { RecordDraft } from "../audit/record.ts";
import { AuditError } from "../errors.ts";
import { SqliteStorage } from "./sqlite.ts";

const draft: RecordDraft = { kind: "outcome", decision: "d", outcome: "succeeded", time: "now" };

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
    storage.commit([{ records: [draft] }]);
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
    expect(() => storage.commit([{ records: [draft] }])).toThrow("did not store a row");
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
    const before = foreign("PRAGMA user_version = 2");
    for (const open of [() => SqliteStorage.open(file), () => SqliteStorage.openReadOnly(file)])
      expect(open).toThrow("it has format 2; this release reads format 1");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("refuses a log whose tables are gone, and leaves it as it is", () => {
    SqliteStorage.open(file).close();
    const before = foreign("DROP TABLE approvals");
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
    expect(storage.commit([{ records: [draft] }])[0]).toHaveLength(1);
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

describe("SqliteStorage.openReadOnly", () => {
  it("reads and cannot change", () => {
    const storage = SqliteStorage.open(file);
    storage.commit([{ records: [draft, draft] }]);
    const reader = SqliteStorage.openReadOnly(file);
    expect([...reader.entries()]).toHaveLength(2);
    expect(() => reader.commit([{ records: [draft] }])).toThrow("readonly");
    storage.commit([{ records: [draft] }]);
    expect([...reader.entries()]).toHaveLength(3);
    reader.close();
    storage.close();
  });

  it("reads a copy of a closed log", () => {
    const storage = SqliteStorage.open(file);
    storage.commit([{ records: [draft] }]);
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
