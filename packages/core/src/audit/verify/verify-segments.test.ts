import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOW, SealingScratch } from "../../../test/sealing.ts";
import { generateSignerKey, readSignerKey } from "../../encoding/note/note-key.ts";
import { SqliteStorage } from "../../storage/sqlite.ts";
import { ImmutableAuditTrail } from "../trail.ts";

let scratch: SealingScratch;
let sealed: string;
beforeEach(async () => {
  scratch = new SealingScratch();
  await scratch.makeLog();
  ({ file: sealed } = await scratch.seal());
});
afterEach(() => scratch.remove());

/** What is found in the log, and in the segment before it. */
async function findings(): Promise<readonly (readonly string[])[]> {
  const reports = await scratch.verify();
  return reports.map((report) => report.findings.map(({ kind }) => kind));
}

/** Breaks the seal of the sealed file, and changes it. */
function tamper(...statements: readonly string[]): void {
  const database = new DatabaseSync(sealed);
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
  const seal = triggers.all() as { name: string; sql: string }[];
  for (const { name } of seal) database.exec(`DROP TRIGGER ${name}`);
  for (const sql of statements) database.exec(sql);
  for (const { sql } of seal) database.exec(sql);
  database.close();
}

const LAST = "(SELECT writer FROM log ORDER BY id DESC LIMIT 1)";

describe("a sealed log and the one that goes on from it", () => {
  it("are intact as they were written", async () => {
    expect(await findings()).toEqual([[], []]);
  });

  it.each([
    ["a record was changed", ["UPDATE log SET text = replace(text, '\"d\"', '\"x\"')"], "edited"],
    ["its end was cut off", [`DELETE FROM log WHERE writer = ${LAST} AND seq = 3`], "truncated"],
    ["its last writer was taken out", [`DELETE FROM log WHERE writer = ${LAST}`], "gap"],
  ])("are not where %s", async (_, statements, kind) => {
    tamper(...statements);
    const [log, segment] = await findings();
    expect(log).toEqual([]);
    expect(segment).toContain(kind);
  });

  it("are not where somebody has written more after the seal was broken, and sealed it again", async () => {
    const database = new DatabaseSync(sealed);
    for (const table of ["log", "state"])
      for (const change of ["insert", "update", "delete"])
        database.exec(`DROP TRIGGER ${table}_sealed_${change}`);
    database.close();
    const store = SqliteStorage.open(sealed);
    const trail = new ImmutableAuditTrail({ store, signer: scratch.audit.signer });
    await trail.open();
    await trail.close();
    store.seal();
    store.close();
    expect(await findings()).toEqual([[], ["inserted"]]);
  });

  it("are not where the sealed log is another, or one between them is left out", async () => {
    const first = sealed;
    await scratch.seal({ clock: () => NOW + 1 });
    expect((await scratch.verify()).map(({ intact }) => intact)).toEqual([true, true, true]);
    const reports = await scratch.verify([scratch.file, first]);
    expect(reports.map((report) => report.findings)).toEqual([
      [],
      [{ kind: "gap", message: "none of the later logs goes on from this one" }],
    ]);
  });

  it("are not where the new log is signed by nobody who is trusted", async () => {
    const stranger = readSignerKey(generateSignerKey("example.org/log"));
    const database = new DatabaseSync(scratch.file);
    database.exec("DELETE FROM log");
    database.close();
    const store = SqliteStorage.open(scratch.file);
    const before = SqliteStorage.openReadOnly(sealed);
    const end = {
      writer: "0123456789abcdef",
      size: 1,
      head: "0".repeat(64),
      closed: true,
    } as const;
    const trail = new ImmutableAuditTrail({
      store,
      signer: stranger,
      continues: { store: before, end, segment: "audit.db" },
    });
    await trail.open();
    await trail.close();
    store.close();
    const [log, segment] = await findings();
    expect(log).toContain("bad_signature");
    expect(segment).toContain("gap");
  });

  it("says of the sealed log what it does not look at", async () => {
    const [report] = await scratch.verify([scratch.file]);
    expect(report?.continues).toMatchObject([{ segment: sealed.split("/").at(-1), size: 3 }]);
  });
});
