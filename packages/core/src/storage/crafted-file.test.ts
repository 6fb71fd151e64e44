import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { change, signer } from "../../test/told-trail.ts";
import { ImmutableAuditTrail } from "../audit/trail.ts";
import { AuditError } from "../errors.ts";
import { verifyLog } from "../audit/verify/verify-log.ts";
import { SqliteStorage } from "./sqlite.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "capfence-crafted-"));
  file = join(folder, "audit.db");
  const storage = SqliteStorage.open(file);
  const trail = new ImmutableAuditTrail({ store: storage, signer });
  await trail.append(change);
  await trail.close();
  storage.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Changes the file while one part of its schema says something else, and puts that back. */
function craft(name: string, disguise: (sql: string) => string, changes: string): void {
  const row = (database: DatabaseSync): string =>
    (database.prepare("SELECT sql FROM sqlite_schema WHERE name = ?").get(name) as { sql: string })
      .sql;
  const pretend = (sql: string): void => {
    const database = new DatabaseSync(file, { defensive: false });
    database.exec("PRAGMA writable_schema = ON");
    database.prepare("UPDATE sqlite_schema SET sql = ? WHERE name = ?").run(sql, name);
    database.close();
  };
  const before = new DatabaseSync(file);
  const sql = row(before);
  before.close();
  pretend(disguise(sql));
  const database = new DatabaseSync(file, { defensive: false });
  database.exec(changes);
  database.close();
  pretend(sql);
}

const untyped = (sql: string): string =>
  sql.replace(" STRICT", "").replaceAll(/ (?:TEXT|INTEGER) NOT NULL/gu, "");

describe("a file that was crafted", () => {
  it.each([
    ["a text of bytes", "UPDATE log SET text = CAST(text AS BLOB) WHERE seq = 3"],
    ["no text", "UPDATE log SET text = NULL WHERE seq = 3"],
    ["a first text of bytes", "UPDATE log SET text = CAST(text AS BLOB) WHERE seq = 1"],
    ["half a place", "UPDATE log SET seq = 2.5 WHERE seq = 3"],
    ["a place in words", "UPDATE log SET seq = 'three' WHERE seq = 3"],
    ["a writer that is a number", "UPDATE log SET writer = 7 WHERE seq = 3"],
  ])("cannot be read with %s, by an error that says so", async (_name, changes) => {
    craft("log", untyped, changes);
    const storage = SqliteStorage.openReadOnly(file);
    await expect(verifyLog(storage)).rejects.toThrow(AuditError);
    storage.close();
  });

  it.each([
    ["a text of bytes", "CAST('{}' AS BLOB)", "0", "1"],
    ["no text", "NULL", "0", "1"],
    ["a time in words", "'{}'", "'now'", "1"],
    ["half a version", "'{}'", "0", "1.5"],
  ])("gives no state with %s, but an error that says so", (_name, text, time, version) => {
    const row = `'grant', 'g', ${version}, 'k', ${time}, ${text}`;
    const changes = `INSERT INTO state (kind, id, version, key, time, text) VALUES (${row})`;
    craft("state", untyped, changes);
    const storage = SqliteStorage.openReadOnly(file);
    expect(() => storage.latest("grant", "g")).toThrow("holds something else than a version");
    storage.close();
  });

  it("is not intact where an index of the first records leaves one out", async () => {
    const forged = `INSERT INTO log (writer, seq, text) SELECT 'fedcba9876543210', 1, text FROM log WHERE seq = 1`;
    craft("log_openings", (sql) => sql.replace("seq = 1", "seq = 0"), forged);
    const storage = SqliteStorage.openReadOnly(file);
    expect((await verifyLog(storage)).intact).toBe(false);
    storage.close();
  });
});
