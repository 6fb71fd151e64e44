import { createHash } from "node:crypto";
import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { ActionEvent } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

/** A log with this many decisions. */
async function logOf(entries: number): Promise<Scratch> {
  const scratch = new Scratch();
  const runtime = scratch.runtime("allow: [a.b]");
  const event = ActionEvent.create({
    actor: "agent",
    capability: "a.b",
    payload: { text: "x".repeat(200) },
  });
  await Promise.all(Array.from({ length: entries }, () => runtime.execute(event)));
  scratch.close();
  return scratch;
}

describe("capfence verify", () => {
  it("says how many entries it verified", async () => {
    const scratch = await logOf(4);
    expect(await scratch.run("verify")).toEqual({
      code: 0,
      output: "✓ Audit chain intact. 4 entries verified.\n",
      errors: "",
    });
    expect((await scratch.run("verify", "--audit-log", scratch.log)).code).toBe(0);
  });

  it("reports as JSON, with the head of the chain to compare with one kept elsewhere", async () => {
    const scratch = await logOf(2);
    const { output } = await scratch.run("verify", "--json", "--audit-log", scratch.log);
    expect(JSON.parse(output)).toEqual({
      file: scratch.log,
      intact: true,
      entries: 2,
      head: { seq: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      findings: [],
      findingCount: 0,
    });
  });

  it.each([
    [
      "an edited record",
      `UPDATE log SET text = replace(text, 'agent', 'other') WHERE seq = 3`,
      "entry 3 was edited",
    ],
    [
      "a wrong hash",
      `UPDATE log SET hash = replace(hash, substr(hash, 1, 1), 'z') WHERE seq = 2`,
      "entry 2 was edited",
    ],
    ["a deleted row", `DELETE FROM log WHERE seq = 2`, "entry 2 is missing before entry 3"],
    [
      "deleted rows",
      `DELETE FROM log WHERE seq IN (2, 3)`,
      "entries 2 to 3 are missing before entry 4",
    ],
    [
      "a row that is not text",
      `UPDATE log SET text = '[]', hash = '${sha256("[]")}' WHERE seq = 2`,
      "entry 2 is not record 2",
    ],
  ])("names the entry of %s", async (_name, sql, finding) => {
    const scratch = await logOf(4);
    scratch.tamper(sql);
    const { code, output } = await scratch.run("verify");
    expect(code).toBe(3);
    expect(output).toMatch(/^✗ Audit chain damaged\. /);
    expect(output).toContain(`  ${finding}`);
    const report = JSON.parse((await scratch.run("verify", "--json")).output) as {
      intact: boolean;
    };
    expect(report.intact).toBe(false);
  });

  it("names every damaged entry, and of very many the first hundred", async () => {
    const scratch = await logOf(150);
    scratch.tamper(`UPDATE log SET text = '' WHERE seq IN (7, 9)`);
    const two = await scratch.run("verify");
    expect(two.output).toMatch(
      /2 findings in 150 entries read\.\n {2}entry 7 was edited.*\n {2}entry 9 was edited.*\n$/,
    );
    scratch.tamper(`UPDATE log SET text = ''`);
    const all = await scratch.run("verify");
    expect(all.output).toContain("150 findings in 150 entries read");
    expect(all.output).toContain("and 50 more; the first 100 are listed");
    expect(all.output.split("\n")).toHaveLength(103);
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
    expect(output).toMatch(/reading stopped before entry \d+: database disk image is malformed/);
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
    expect(output).toContain("it has format 99; this release reads format 1");
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
    expect(scratch.spawn("verify").output).toContain("1 entries verified");
    await runtime.execute(ActionEvent.create({ actor: "a", capability: "a.b" }));
    expect(scratch.spawn("verify").output).toContain("2 entries verified");
  });
});

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
