import { createHash } from "node:crypto";
import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { ActionEvent } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

/** A log with this many decisions; an opening and their policy stand before them, and a checkpoint after them. */
async function logOf(decisions: number): Promise<Scratch> {
  const scratch = new Scratch();
  const runtime = scratch.runtime("allow: [a.b]");
  const event = ActionEvent.create({
    actor: "agent",
    capability: "a.b",
    payload: { text: "x".repeat(200) },
  });
  await Promise.all(Array.from({ length: decisions }, () => runtime.execute(event)));
  scratch.close();
  return scratch;
}

describe("capfence verify", () => {
  it("says how much it verified, who signed it, and what it cannot know", async () => {
    const scratch = await logOf(4);
    const { code, output, errors } = await scratch.run("verify");
    expect([code, errors]).toEqual([0, ""]);
    const expected = [
      /^✓ Audit chain intact\. 7 entries verified, signed by capfence\.local\/\w{8}\.$/,
      /^writer +records +checkpointed +anchored +state +root$/,
      /^[0-9a-f]{16} +7 +7 +0 +open +[A-Za-z0-9+/]{43}=$/,
      /^the key is that of \S+signing\.key$/,
      /^it was compared with no checkpoint kept elsewhere, so it may have been cut short; pass --checkpoint$/,
    ];
    const lines = output.trimEnd().split("\n");
    expect(lines).toHaveLength(expected.length);
    for (const [index, line] of lines.entries()) expect(line).toMatch(expected[index] ?? "");
    expect((await scratch.run("verify", "--audit-log", scratch.log)).output).toBe(output);
  });

  it("reports as JSON, with the root of each tree to compare with one kept elsewhere", async () => {
    const scratch = await logOf(2);
    const { output } = await scratch.run("verify", "--json", "--audit-log", scratch.log);
    const key = (await scratch.run("keys", "export")).output.trim();
    expect(JSON.parse(output)).toEqual({
      file: scratch.log,
      intact: true,
      entries: 5,
      writers: [
        {
          writer: scratch.entries[0]?.writer,
          size: 5,
          root: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
          key: key.split("+")[0],
          checkpointed: 5,
          checkpointTime: "2026-01-31T12:00:00.000Z",
          anchored: 0,
          closed: false,
        },
      ],
      findings: [],
      acceptedLosses: [],
      findingCount: 0,
      trust: { from: "state folder", keys: [key] },
    });
  });

  it("says what has no checkpoint yet, and that a log is not signed", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime("allow: [a.b]");
    const event = ActionEvent.create({ actor: "agent", capability: "a.b" });
    for (let call = 0; call < 3; call += 1) await runtime.execute(event);
    const writer = scratch.entries[0]?.writer;
    expect((await scratch.run("verify")).output).toContain(
      `the last 2 records of writer ${writer} have no checkpoint yet\n`,
    );
    await runtime.close();
    expect((await scratch.run("verify")).output).not.toContain("no checkpoint yet");
    const unsigned = new Scratch();
    await unsigned.runtime("allow: [a.b]", {}).execute(event);
    const { code, output } = await unsigned.run("verify");
    expect([code, output]).toEqual([
      0,
      expect.stringContaining("✓ Audit chain intact. 3 entries verified, not signed.\n"),
    ]);
    expect(output).toContain("1 writer signs nothing: ");
  });

  it("lists the newest of many writers and counts the others", async () => {
    const scratch = new Scratch();
    for (let writer = 0; writer < 7; writer += 1) {
      const runtime = scratch.runtime("allow: [a.b]");
      await runtime.auditTrail.open();
      await runtime.close();
    }
    const { output } = await scratch.run("verify");
    const shown = scratch.entries.filter(({ seq }) => seq === 1).map(({ writer }) => writer);
    for (const [index, writer] of shown.entries()) expect(output.includes(writer)).toBe(index >= 2);
    expect(output).toContain("and 2 older with 6 records\n");
  });

  it("names the newest writers without a last checkpoint and counts the others", async () => {
    const scratch = new Scratch();
    const event = ActionEvent.create({ actor: "agent", capability: "a.b" });
    for (let writer = 0; writer < 7; writer += 1) {
      const runtime = scratch.runtime("allow: [a.b]");
      for (let call = 0; call < 2; call += 1) await runtime.execute(event);
    }
    const { output } = await scratch.run("verify");
    expect(output.match(/^the last record of writer \w{16} has no checkpoint yet$/gm)).toHaveLength(
      5,
    );
    expect(output).toContain("nor have the last ones of 2 older writers\n");
  });

  it.each([
    [
      "an edited record",
      `UPDATE log SET text = replace(text, 'agent', 'other') WHERE seq = 3`,
      /edited, writer \w{16}, record 3: /,
    ],
    ["a deleted row", `DELETE FROM log WHERE seq = 2`, /missing, writer \w{16}, record 2: /],
    [
      "deleted rows",
      `DELETE FROM log WHERE seq IN (2, 3)`,
      /missing, writer \w{16}, records 2-3: /,
    ],
    [
      "a row that is no record",
      `UPDATE log SET text = '[]' WHERE seq = 2`,
      /edited, .*, record 2: /,
    ],
    [
      "another writer's row",
      `INSERT INTO log (writer, seq, text) VALUES ('x' || char(27), 1, '{}')`,
      /edited, writer x\\u001b, record 1: /,
    ],
  ])("names the place of %s", async (_name, sql, finding) => {
    const scratch = await logOf(4);
    scratch.tamper(sql);
    const { code, output } = await scratch.run("verify");
    expect(code).toBe(3);
    expect(output).toMatch(/^✗ Audit chain damaged\. \d findings? in \d entries read\.\n/);
    expect(output).toMatch(finding);
    const json = await scratch.run("verify", "--json");
    expect([json.code, JSON.parse(json.output).intact]).toEqual([3, false]);
    expect(json.output.trimEnd()).not.toMatch(/\p{C}/u);
  });

  it("names every damaged entry, and of very many the first hundred", async () => {
    const scratch = await logOf(147);
    scratch.tamper(`UPDATE log SET text = '' WHERE seq IN (7, 9)`);
    const two = await scratch.run("verify");
    expect(two.output).toMatch(
      /2 findings in 150 entries read\.\n {2}edited, .* record 7: .*\n {2}edited, .* record 9: .*\nthe key is /,
    );
    scratch.tamper(`UPDATE log SET text = ''`);
    const all = await scratch.run("verify");
    expect(all.output).toMatch(/15\d findings in 150 entries read/);
    expect(all.output).toMatch(/and 5\d more; the first 100 are listed/);
    expect(all.output.match(/^ {2}edited, /gm)).toHaveLength(100);
  });

  it("says that a file whose end is cut off cannot be read", async () => {
    const scratch = await logOf(200);
    truncateSync(scratch.log, statSync(scratch.log).size / 2);
    const { code, output } = await scratch.run("verify");
    expect(code).toBe(3);
    expect(output).toContain("database disk image is malformed");
  });

  it("says that a page in the middle cannot be read", async () => {
    const scratch = await logOf(2000);
    const bytes = readFileSync(scratch.log);
    bytes.fill(0xff, bytes.length - 8192, bytes.length - 4096);
    writeFileSync(scratch.log, bytes);
    const { code, output } = await scratch.run("verify");
    expect(code).toBe(3);
    expect(output).toMatch(/reading stopped after \d+ entries: database disk image is malformed/);
  });

  it.each([
    [
      "random bytes",
      createHash("sha512").update("seed").digest().toString("hex").repeat(100),
      "file is not a database",
    ],
    ["an empty file", "", "not a CapFence audit log"],
    ["a text file", "timestamp agent_id\n", "file is not a database"],
  ])("says that %s is not a log, and leaves it alone", async (_name, content, finding) => {
    const scratch = new Scratch();
    const file = scratch.file("other", content);
    const { code, output, errors } = await scratch.run("verify", "--audit-log", file);
    expect([code, errors]).toEqual([3, ""]);
    expect(output).toContain("✗ Audit chain damaged. 1 finding in 0 entries read.");
    expect(output).toContain(finding);
    expect(readFileSync(file, "utf8")).toBe(content);
  });

  it("says that another program's database or another format is not a log", async () => {
    const scratch = new Scratch();
    const file = scratch.file("other.db", "");
    const database = new DatabaseSync(file);
    database.exec("CREATE TABLE log (seq, hash, text)");
    expect((await scratch.run("verify", "--audit-log", file)).output).toContain(
      "not a CapFence audit log",
    );
    database.close();
    const later = await logOf(1);
    later.tamper("PRAGMA user_version = 99");
    const { code, output } = await later.run("verify");
    expect(code).toBe(3);
    expect(output).toContain("it has format 99; this release reads format 3");
  });

  it("tells a missing log from a damaged one", async () => {
    const { code, output, errors } = await new Scratch().run("verify", "--audit-log", "no-such.db");
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain('there is no audit log at "no-such.db"');
  });

  it("changes neither a sound nor a damaged file, in a process of its own", async () => {
    const scratch = await logOf(50);
    for (const damage of [undefined, `DELETE FROM log WHERE seq = 2`]) {
      if (damage !== undefined) scratch.tamper(damage);
      const before = [statSync(scratch.log).mtimeMs, sha256(readFileSync(scratch.log))];
      expect(scratch.spawn("verify").code).toBe(damage === undefined ? 0 : 3);
      expect([statSync(scratch.log).mtimeMs, sha256(readFileSync(scratch.log))]).toEqual(before);
    }
  });

  it("reads what a running process has committed and not yet moved into the file", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime("allow: [a.b]");
    await runtime.execute(ActionEvent.create({ actor: "a", capability: "a.b" }));
    expect(scratch.spawn("verify").output).toContain("4 entries verified");
    await runtime.execute(ActionEvent.create({ actor: "a", capability: "a.b" }));
    expect(scratch.spawn("verify").output).toContain("5 entries verified");
  });
});

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
