import { copyFileSync, existsSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOW, requestOf, SealingScratch } from "../../test/sealing.ts";
import { change, signer } from "../../test/told-trail.ts";
import { allRequests } from "../approvals/stored.ts";
import { ImmutableAuditTrail } from "../audit/trail.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import { SqliteStorage } from "./sqlite.ts";
import { sealLog } from "./sqlite-seal.ts";

let scratch: SealingScratch;
beforeEach(() => {
  scratch = new SealingScratch();
});
afterEach(() => scratch.remove());

/** Stops at a step, as a full disk would. */
function stopAt(step: string): (now: string) => void {
  return (now) => {
    if (now === step) throw new Error("stopped");
  };
}

/** Runs a statement on a file as somebody who is not CapFence. */
function tamper(file: string, ...statements: readonly string[]): void {
  const database = new DatabaseSync(file);
  for (const sql of statements) database.exec(sql);
  database.close();
}

describe("sealing a log", () => {
  it("gives the file another name and begins a log that says how it ended", async () => {
    await scratch.makeLog();
    const before = statSync(scratch.file).ino;
    const sealed = await scratch.seal();
    expect(scratch.names).toEqual(["audit-20260101T000000000Z.db", "audit.db"]);
    expect(statSync(sealed.file).ino).toBe(before);
    expect(statSync(scratch.file).mode & 0o777).toBe(0o600);
    const [report, segment] = await scratch.verify();
    expect(report).toMatchObject({
      intact: true,
      writers: [{ closed: true }],
      continues: [
        {
          writer: sealed.writer,
          size: 3,
          head: sealed.head,
          segment: "audit-20260101T000000000Z.db",
          anchored: true,
        },
      ],
    });
    // The anchors have forgotten the sealed log: what vouches for all of it is the new one.
    expect(segment).toMatchObject({
      intact: true,
      writers: [{ anchored: 3 }, { anchored: 5 }, { anchored: 3 }],
    });
  });

  it("lets agents go on in the new log under the same anchors, and seals again and again", async () => {
    await scratch.makeLog();
    for (let round = 1; round <= 3; round += 1) {
      const [store, trail] = await scratch.trail();
      await trail.close();
      store.close();
      await scratch.seal({ clock: () => NOW + round });
    }
    const reports = await scratch.verify();
    expect(reports.map(({ intact }) => intact)).toEqual([true, true, true, true]);
    expect(reports.flatMap(({ continues = [] }) => continues)).toHaveLength(3);
  });

  it("takes over the requests that can still be answered, used or refused again", async () => {
    await scratch.makeLog([
      requestOf("waiting", "pending"),
      requestOf("granted", "approved"),
      requestOf("refused", "rejected"),
      requestOf("used", "consumed"),
      requestOf("late", "approved", NOW),
    ]);
    expect(await scratch.seal()).toMatchObject({ approvals: 3 });
    const storage = SqliteStorage.open(scratch.file);
    expect(allRequests(storage)).toEqual([
      requestOf("waiting", "pending"),
      requestOf("granted", "approved"),
      requestOf("refused", "rejected"),
    ]);
    storage.close();
  });

  it("leaves a file that nobody can write to, and that verifies alone", async () => {
    await scratch.makeLog();
    const { file } = await scratch.seal();
    for (const open of [() => SqliteStorage.open(file), () => SqliteStorage.openAlone(file)]) {
      expect(open).toThrow(AuditError);
      expect(open).toThrow("capfence storage seal");
    }
    const database = new DatabaseSync(file);
    for (const sql of [
      "INSERT INTO log (writer, seq, text) VALUES ('w', 1, '{}')",
      "UPDATE log SET text = '{}'",
      "DELETE FROM log",
      "INSERT INTO state VALUES (1, 'request', 'a', 1, 'd', 0, '{}')",
    ])
      expect(() => database.exec(sql)).toThrow("this log is sealed");
    database.close();
    const copy = join(scratch.folder, "archived.db");
    copyFileSync(file, copy);
    const reader = SqliteStorage.openReadOnly(copy);
    const trail = new ImmutableAuditTrail({ store: reader });
    expect(await trail.verify({ keys: [scratch.audit.signer.verifier] })).toMatchObject({
      intact: true,
    });
    reader.close();
  });

  it("writes to the name it is given, and to no file that is there", async () => {
    await scratch.makeLog();
    const taken = join(scratch.folder, "taken.db");
    writeFileSync(taken, "mine");
    await expect(scratch.seal({ to: taken })).rejects.toThrow("there is something of that name");
    await expect(scratch.seal({ to: join(scratch.folder, "no", "x.db") })).rejects.toThrow(
      "run this again with another name",
    );
    const to = join(scratch.folder, "archived.db");
    expect(await scratch.seal({ to })).toMatchObject({ file: to });
    expect((await scratch.verify([scratch.file, to])).every(({ intact }) => intact)).toBe(true);
  });

  it("leaves a file alone that was sealed before and has its name", async () => {
    await scratch.makeLog();
    const { file } = await scratch.seal();
    const before = scratch.names;
    await expect(sealLog(file, { clock: () => NOW })).rejects.toThrow(
      "is a sealed log that keeps its name; seal the log that goes on from it instead",
    );
    expect(scratch.names).toEqual(before);
    expect((await scratch.verify()).map(({ intact }) => intact)).toEqual([true, true]);
  });

  it("refuses where there is no log", async () => {
    await expect(scratch.seal()).rejects.toThrow(ConfigurationError);
    expect(existsSync(scratch.file)).toBe(false);
  });
});

describe("sealing a log that is in use", () => {
  it("changes nothing as long as somebody has it open, whether to write or to read", async () => {
    await scratch.makeLog();
    const [store, trail] = await scratch.trail();
    await expect(scratch.seal()).rejects.toThrow("another process has it open");
    await trail.append(change);
    await trail.close();
    const reader = SqliteStorage.openReadOnly(scratch.file);
    store.close();
    expect([...reader.entries()]).not.toHaveLength(0);
    await expect(scratch.seal()).rejects.toThrow("another process has it open");
    reader.close();
    expect(scratch.segments).toEqual([]);
    expect(SqliteStorage.isSealed(scratch.file)).toBe(false);
    await scratch.seal();
    expect(scratch.names).toHaveLength(2);
  });

  it("keeps everybody out meanwhile, and does not let a connection to the old file pass for one to the new", async () => {
    await scratch.makeLog();
    const seen: string[] = [];
    await scratch.seal({
      onStep(step) {
        const other = new DatabaseSync(scratch.file, { timeout: 0 });
        try {
          other.exec("BEGIN IMMEDIATE; INSERT INTO log (writer, seq, text) VALUES ('w', 1, '{}')");
          seen.push(`${step}: written`);
        } catch (error) {
          seen.push(`${step}: ${error instanceof Error ? error.message : ""}`);
        } finally {
          other.close();
        }
      },
    });
    expect(seen).toEqual([
      "end the log: written",
      "seal the tables: database is locked",
      "close the file: this log is sealed",
      "name the segment: database is locked",
      "begin the new log: database is locked",
      "put it in place: database is locked",
      "done: written",
    ]);
  });
});

describe("sealing", () => {
  it("does not go on where an anchor misses its checkpoint, and does once it is mended", async () => {
    await scratch.makeLog();
    const [heads, lines] = scratch.audit.anchors;
    let left = 1;
    const anchor = {
      name: "full",
      kept: () => [],
      publish: () => {
        if (left === 0) throw new Error("no space");
        left -= 1;
      },
    };
    const audit = {
      signer: scratch.audit.signer,
      anchors: [heads, lines, anchor].flatMap((one) => one ?? []),
    };
    await expect(scratch.seal({ audit })).rejects.toThrow("no space");
    expect(SqliteStorage.isSealed(scratch.file)).toBe(true);
    await expect(scratch.seal({ audit })).rejects.toThrow("an anchor does not have the last");
    await scratch.seal();
    expect((await scratch.verify()).every(({ intact }) => intact)).toBe(true);
  });

  it("refuses a log that is smaller than its anchors know it", async () => {
    await scratch.makeLog();
    renameSync(scratch.file, `${scratch.file}.gone`);
    SqliteStorage.open(scratch.file).close();
    await expect(scratch.seal()).rejects.toThrow("are gone");
    expect(SqliteStorage.isSealed(scratch.file)).toBe(false);
  });

  it("refuses a file that somebody sealed whose last writer had not ended it", async () => {
    await scratch.makeLog();
    const [store] = await scratch.trail();
    store.close();
    const triggers = ["log", "state"].flatMap((table) =>
      ["INSERT", "UPDATE", "DELETE"].map(
        (kind) =>
          `CREATE TRIGGER ${table}_sealed_${kind.toLowerCase()} BEFORE ${kind} ON ${table} BEGIN SELECT RAISE(ABORT, 'this log is sealed'); END`,
      ),
    );
    tamper(scratch.file, ...triggers);
    await expect(scratch.seal()).rejects.toThrow("not by a writer that has ended it");
    expect(scratch.names).toEqual(["audit.db"]);
  });

  it("refuses a new log that was left behind and is of another, or under another name", async () => {
    await scratch.makeLog();
    await expect(scratch.seal({ onStep: stopAt("put it in place") })).rejects.toThrow("stopped");
    await expect(scratch.seal({ to: join(scratch.folder, "other.db") })).rejects.toThrow(
      "run this again with --to and that name",
    );
    const draft = join(scratch.folder, "log", ".audit.db.next");
    renameSync(draft, `${draft}.kept`);
    const store = SqliteStorage.open(draft);
    await new ImmutableAuditTrail({ store, signer }).append(change);
    store.close();
    await expect(scratch.seal()).rejects.toThrow("is not the log that goes on from this one");
    expect(SqliteStorage.isSealed(scratch.file)).toBe(true);
  });
});
