import { Writable } from "node:stream";
import { ActionEvent, type AuditEntry, type LogOptions, readRecord } from "@capfence/core";
import { StdoutLines } from "@capfence/core/anchors";
import { openSigning } from "@capfence/core/signing";
import { generateSignerKey, readSignerKey, writeVerifierKey } from "@capfence/core/tlog";
import { describe, expect, it } from "vitest";
import { Collector, type Result, Scratch } from "../../test/scratch.ts";
import { run } from "../run.ts";

/** A scratch with a log of two decisions, all of it under checkpoints. */
async function signedLog(): Promise<Scratch> {
  const scratch = new Scratch();
  await append(scratch, 2);
  return scratch;
}

async function append(scratch: Scratch, decisions: number, audit?: LogOptions): Promise<void> {
  const runtime = scratch.runtime("allow: [a.b]", audit ?? openSigning(scratch.key));
  const event = ActionEvent.create({ actor: "agent", capability: "a.b" });
  for (let call = 0; call < decisions; call += 1) await runtime.execute(event);
  await runtime.close();
}

async function publicKey(scratch: Scratch): Promise<string> {
  return (await scratch.run("keys", "export")).output.trim();
}

function strangersKey(): string {
  return writeVerifierKey(readSignerKey(generateSignerKey("example.com/other")).verifier);
}

/** The signed notes in the checkpoints of a log. */
function notesOf(entries: readonly AuditEntry[]): readonly string[] {
  return entries.flatMap((entry) => {
    const record = readRecord(entry);
    return record.kind === "checkpoint" ? [record.note] : [];
  });
}

describe("capfence verify --key", () => {
  it("takes the key of the state folder for its own log, and says so", async () => {
    const scratch = await signedLog();
    expect((await scratch.run("verify")).output).toContain("the key is that of ");
    const trust = JSON.parse((await scratch.run("verify", "--json")).output).trust;
    expect(trust).toEqual({ from: "state folder", keys: [await publicKey(scratch)] });
  });

  it("believes a log elsewhere what it says itself, and says so", async () => {
    const scratch = await signedLog();
    const { code, output } = await new Scratch().run("verify", "--audit-log", scratch.log);
    expect([code, output]).toEqual([
      0,
      expect.stringContaining("who signs is what the log itself says; pass --key to be sure\n"),
    ]);
  });

  it("takes keys as text and in files, any number of them", async () => {
    const scratch = await signedLog();
    const [own, other] = [await publicKey(scratch), strangersKey()];
    const outsider = new Scratch();
    const codeWith = async (...keys: readonly string[]): Promise<number | null> => {
      const options = keys.flatMap((key) => ["--key", key]);
      return (await outsider.run("verify", "--audit-log", scratch.log, ...options)).code;
    };
    expect(await codeWith(own)).toBe(0);
    expect(await codeWith(outsider.file("log.pub", `${own}\n`))).toBe(0);
    expect(await codeWith(scratch.key)).toBe(0);
    expect(await codeWith(other, own)).toBe(0);
    expect(await codeWith(outsider.file("both.pub", `${other}\n\n${own}\n`))).toBe(0);
    expect(await codeWith(other)).toBe(3);
  });

  it("finds a log that somebody else signed, and one that nobody did", async () => {
    for (const audit of [{ signer: readSignerKey(generateSignerKey("capfence.local/x")) }, {}]) {
      const scratch = await signedLog();
      await append(scratch, 1, audit);
      const { code, output } = await scratch.run("verify");
      expect([code, output]).toEqual([3, expect.stringContaining("  bad_signature, writer ")]);
    }
  });

  it.each([["no key at all"], ["/no/such/file"], [""]])("refuses %j", async (key) => {
    const scratch = await signedLog();
    expect((await scratch.run("verify", "--key", key)).code).toBe(2);
    const file = scratch.file("some.pub", key);
    expect((await scratch.run("verify", "--key", file)).code).toBe(2);
  });
});

describe("capfence verify --checkpoint", () => {
  it("says how far a log is known elsewhere", async () => {
    const scratch = await signedLog();
    const [first = "", last = ""] = notesOf(scratch.entries);
    const proof = `c2sp.org/tlog-proof@v1\nindex 0\n\n${last}`;
    const { code, output } = await scratch.run(
      "verify",
      "--checkpoint",
      scratch.file("first.note", first),
      "--checkpoint",
      scratch.file("last.tlog-proof", proof),
    );
    expect(code).toBe(0);
    expect(output).toMatch(/\n[0-9a-f]{16} +7 +7 +6 +closed /);
    expect(output).not.toContain("pass --checkpoint");
  });

  it("finds a log that was cut short, rolled back to where it looks sound", async () => {
    const scratch = await signedLog();
    const file = scratch.file("last.note", notesOf(scratch.entries).at(-1) ?? "");
    scratch.tamper("DELETE FROM log WHERE seq > 4");
    expect((await scratch.run("verify")).code).toBe(0);
    const { code, output } = await scratch.run("verify", "--checkpoint", file);
    expect([code, output]).toEqual([3, expect.stringContaining("truncated, writer ")]);
    expect(output).toContain(`the checkpoint in "${file}" shows at least 7`);
  });

  it("compares the log with the lines that an anchor wrote", async () => {
    const scratch = new Scratch();
    let written = "";
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk);
        done();
      },
    });
    await append(scratch, 2, {
      ...openSigning(scratch.key),
      anchors: [new StdoutLines({ stream })],
    });
    const verify = (text: string): Promise<Result> =>
      scratch.run("verify", "--checkpoint", scratch.file("lines.jsonl", text));
    expect(written.split("\n")).toHaveLength(3);
    expect((await verify(written)).output).toMatch(/\n[0-9a-f]{16} +7 +7 +6 +closed /);
    expect(await verify(`${written}{"kind":"checkpoint"}\n`)).toMatchObject({
      code: 2,
      errors: expect.stringContaining("line 3 of the file "),
    });
    scratch.tamper("DELETE FROM log WHERE seq > 4");
    expect((await verify(written)).output).toContain("truncated, writer ");
  });

  it("finds a checkpoint that no trusted key has signed", async () => {
    const scratch = await signedLog();
    const [note = ""] = notesOf(scratch.entries);
    const file = scratch.file("forged.note", note.replace(/\n4\n|\n3\n/, "\n5\n"));
    const { code, output } = await scratch.run("verify", "--checkpoint", file);
    expect([code, output]).toEqual([3, expect.stringContaining("bad_signature")]);
  });

  it("does not go on without a checkpoint that it was given", async () => {
    const scratch = await signedLog();
    for (const file of ["no-such.note", scratch.folder, scratch.file("some.note", "hello\n\n")]) {
      const { code, output } = await scratch.run("verify", "--checkpoint", file);
      expect([code, output]).toEqual([2, ""]);
    }
  });
});

describe("capfence verify --max-age", () => {
  it.each([
    ["--audit-log", "other.db"],
    ["--segment", "old.db"],
  ])("does not take an export and %s, of which one would go unread", async (option, file) => {
    const { code, errors } = await new Scratch().run("verify", "--export", "x.jsonl", option, file);
    expect([code, errors]).toEqual([2, expect.stringContaining("cannot be used with option")]);
  });

  it("finds a log in use whose last checkpoint is too old", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime("allow: [a.b]");
    await runtime.execute(ActionEvent.create({ actor: "agent", capability: "a.b" }));
    scratch.now += 60_000;
    expect((await scratch.run("verify", "--max-age", "60s")).code).toBe(0);
    const late = await scratch.run("verify", "--max-age", "59s");
    expect([late.code, late.output]).toEqual([3, expect.stringContaining("stale, writer ")]);
    await runtime.close();
    scratch.now += 60_000;
    expect((await scratch.run("verify", "--max-age", "1s")).code).toBe(0);
  });

  it("refuses what is not a duration", async () => {
    const { code, errors } = await (await signedLog()).run("verify", "--max-age", "soon");
    expect([code, errors]).toEqual([2, expect.stringContaining("use 90s, 15m, 24h or 7d")]);
  });
});

describe("capfence verify on a terminal", () => {
  it("keeps its output free of the bar, which a quick log does not need", async () => {
    const scratch = await signedLog();
    const output = new Collector();
    const errors = Object.assign(new Collector(), { isTTY: true });
    const terminal = { output, errors, clock: () => scratch.now, stateFolder: scratch.state };
    expect(await run(["verify"], terminal)).toBe(0);
    expect(output.text).toContain("✓ Audit chain intact. ");
    expect(errors.text).toBe("");
  });
});
