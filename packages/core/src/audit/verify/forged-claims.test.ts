import { describe, expect, it } from "vitest";
import { toHex } from "../../encoding/hex.ts";
import { signer, storeOf } from "../../../test/tampering.ts";
import type { AuditEntry } from "../entry.ts";
import { EMPTY_ROOT, leafHash } from "../merkle/hash.ts";
import { writeCheckpoint } from "../note/checkpoint.ts";
import { signNote, writeNote } from "../../encoding/note/note.ts";
import {
  generateSignerKey,
  readSignerKey,
  writeVerifierKey,
} from "../../encoding/note/note-key.ts";
import type { OpenRecord, RecordDraft } from "../record.ts";
import { LogWriter, type MadeCheckpoint } from "../writer/log-writer.ts";
import { successionText } from "./trusted-keys.ts";
import { verifyLog } from "./verify-log.ts";
import { verifySegments } from "./verify-segments.ts";

const keys = [signer.verifier];
const [FIRST, SECOND, THIRD] = ["1".repeat(16), "2".repeat(16), "3".repeat(16)];
const time = "2026-01-01T00:00:00.000Z";

/** A log by whoever holds the key: `told` is what it is about, `*` a checkpoint. */
function write(
  writer: string,
  told: readonly string[],
  roster: unknown = [],
  more: object = {},
): { readonly entries: readonly AuditEntry[]; readonly made: readonly MadeCheckpoint[] } {
  const log = new LogWriter(writer, signer);
  const made: MadeCheckpoint[] = [];
  const checkpoint = (): readonly AuditEntry[] => {
    const one = log.checkpoint(time);
    if (one === undefined) return [];
    made.push(one.made);
    return [one.entry];
  };
  const key = writeVerifierKey(signer.verifier);
  const open = { kind: "open", time, key, roster, ...more } as unknown as RecordDraft;
  const entries = [log.link(open), ...checkpoint()];
  for (const decision of told)
    entries.push(
      ...(decision === "*"
        ? checkpoint()
        : [log.link({ kind: "outcome", decision, outcome: "succeeded", time })]),
    );
  return { entries, made };
}

function store(...logs: readonly (readonly AuditEntry[])[]): ReturnType<typeof storeOf> {
  const rows = logs.flat();
  return { ...storeOf(rows), openings: () => rows.filter(({ seq }) => seq === 1) };
}

/** What the next writer says of a log. */
function rosterOf(entries: readonly AuditEntry[]): OpenRecord["roster"] {
  const last = entries.at(-1);
  if (last === undefined) throw new Error("there is no record");
  return [{ writer: last.writer, size: last.seq, head: toHex(leafHash(last.text)) }];
}

describe("what others know of a log", () => {
  const truth = write(FIRST, ["paid 1", "paid 2", "*"]);
  const lie = write(FIRST, ["paid 1", "paid 9", "*"]);
  const next = write(SECOND, ["later", "*"], rosterOf(truth.entries));

  it("holds for the log it was said of", async () => {
    const report = await verifyLog(store(truth.entries, next.entries), { keys });
    expect(report.findings).toStrictEqual([]);
  });

  it("is heard where it is of the last checkpoint's own record", async () => {
    const report = await verifyLog(store(lie.entries, next.entries), { keys });
    expect(report.findings.map(({ kind }) => kind)).toStrictEqual(["rewritten"]);
  });

  it("is heard where a rewritten log has two checkpoints in the place of the one that was kept", async () => {
    const [, kept] = truth.made;
    // The one that was kept is over four records.
    const twice = write(FIRST, ["paid 9", "*", "*", "more", "*"]);
    expect(kept?.size).toBe(4);
    const checkpoints = [{ note: kept?.note ?? "", source: "a copy" }];
    const report = await verifyLog(store(twice.entries), { keys, checkpoints });
    expect(report.findings.map(({ kind }) => kind)).toStrictEqual(["rewritten"]);
  });

  it.each([
    ["no records", 0],
    ["half a record", 1.5],
    ["a negative number of records", -1],
    ["a number that is a text", "1"],
    ["nothing", null],
  ])("is heard where somebody else knows %s", async (_name, size) => {
    const [, kept] = truth.made;
    const roster = [{ writer: FIRST, size, head: "0".repeat(64) }];
    const noise = write(THIRD, [], roster);
    const checkpoints = [{ note: kept?.note ?? "", source: "a copy" }];
    const report = await verifyLog(store(lie.entries, noise.entries), { keys, checkpoints });
    expect(report.findings.map(({ kind, writer }) => `${kind} ${writer}`)).toContain(
      `rewritten ${FIRST}`,
    );
  });
});

describe("a first record that is not as it should be", () => {
  const sound = write(FIRST, ["paid 1", "*"]);

  it.each([
    ["a roster of nothing", [null], {}],
    ["a roster of texts", ["a"], {}],
    ["a roster without a head", [{ writer: FIRST, size: 1 }], {}],
    [
      "a roster with a segment that is a number",
      [{ ...rosterOf(sound.entries)[0], segment: 1 }],
      {},
    ],
    ["a succession of nothing", [], { succession: null }],
    ["a succession of numbers", [], { succession: [1] }],
    ["a succession that is a number", [], { succession: 1 }],
    ["an accepted loss of nothing", [], { acceptedLoss: [null] }],
    ["an accepted loss that is a number", [], { acceptedLoss: 1 }],
    [
      "an accepted loss of numbers that are texts",
      [],
      { acceptedLoss: [{ origin: 1, size: "a", found: "b" }] },
    ],
    ["a key that is a number", [], { key: 1 }],
  ])("is a finding, and not an error, with %s", async (_name, roster, more) => {
    const forged = write(SECOND, ["x", "*"], roster, more);
    for (const options of [{}, { keys }]) {
      const report = await verifyLog(store(sound.entries, forged.entries), options);
      expect(report.findings.map(({ writer }) => writer)).toContain(SECOND);
      expect(report.acceptedLosses).toStrictEqual([]);
    }
  });
});

describe("a database that gives one thing by its table and another by an index", () => {
  const truth = write(FIRST, ["paid 1", "paid 2", "*"]);
  const cut = truth.entries.slice(0, 2);
  const next = write(SECOND, ["later", "*"], rosterOf(truth.entries));
  const silent = write(SECOND, ["later", "*"]);

  it("does not hide what a writer said of others behind another first record", async () => {
    const rows = [...cut, ...next.entries];
    const openings = [cut[0], silent.entries[0]].flatMap((entry) => entry ?? []);
    const crafted = { ...storeOf(rows), openings: () => openings };
    const report = await verifyLog(crafted, { keys });
    expect(report.findings).toMatchObject([{ kind: "edited", writer: SECOND, seq: 1 }]);
  });

  it("does not hide a writer from whoever reads all of them", async () => {
    const hidden = { ...store(truth.entries, silent.entries), entries: () => truth.entries };
    const report = await verifyLog(hidden, { keys });
    expect(report.findings).toMatchObject([{ kind: "missing", writer: SECOND, seq: 1 }]);
  });

  it("does not show the true record to whoever reads a second time", async () => {
    const rows = truth.entries.map((entry) => ({
      ...entry,
      text: entry.text.replace("paid 1", "paid 9"),
    }));
    const crafted = {
      ...storeOf(truth.entries),
      entries: (writer?: string, from = 1) =>
        writer === undefined ? rows : storeOf(truth.entries).entries(writer, from),
    };
    const report = await verifyLog(crafted, { keys });
    expect(report.findings).toMatchObject([{ kind: "edited", writer: FIRST }]);
  });
});

describe("a checkpoint over nothing", () => {
  const log = write(FIRST, ["paid 1", "*"]);
  const checkpointOver = (root: Uint8Array): string => {
    const origin = `${signer.verifier.name}/${FIRST}`;
    return writeNote(signNote(writeCheckpoint({ origin, size: 0, root, extensions: [] }), signer));
  };

  it("holds for every log, and hides no other", async () => {
    const note = checkpointOver(EMPTY_ROOT);
    const other = write(FIRST, ["paid 2", "*"]).made[1]?.note ?? "";
    const sources = [note, other].map((one) => ({ note: one, source: "a copy" }));
    const report = await verifyLog(store(log.entries), { keys, checkpoints: sources.slice(0, 1) });
    expect(report.intact).toBe(true);
    const both = await verifyLog(store(log.entries), { keys, checkpoints: sources });
    expect(both.findings.map(({ kind }) => kind)).toStrictEqual(["rewritten"]);
  });

  it("is a finding with the root of something", async () => {
    const checkpoints = [{ note: checkpointOver(new Uint8Array(32)), source: "a copy" }];
    const report = await verifyLog(store(log.entries), { keys, checkpoints });
    expect(report.findings.map(({ kind }) => kind)).toStrictEqual(["bad_signature"]);
  });
});

describe("logs in segments", () => {
  it("are each compared with a kept checkpoint, where somebody put a copy of one into another", async () => {
    const truth = write(FIRST, ["paid 1", "*"]);
    const lie = write(FIRST, ["paid 9", "*"]);
    const last = truth.made.at(-1);
    const [end] = rosterOf(lie.entries);
    const next = write(SECOND, ["later", "*"], [{ ...end, segment: "sealed.db" }]);
    const checkpoints = [{ note: last?.note ?? "", source: "a copy" }];
    const segments = [store(next.entries, truth.entries), store(lie.entries)].map((one) => ({
      store: one,
    }));
    const [newest, sealed] = await verifySegments(segments, { keys, checkpoints });
    expect(newest?.findings).toStrictEqual([]);
    expect(sealed?.findings.map(({ kind }) => kind)).not.toStrictEqual([]);
  });
});

describe("a succession", () => {
  it("that repeats one note, or bad ones in the name of a successor, takes no longer to check", async () => {
    const [old, next] = [1, 2].map(() => readSignerKey(generateSignerKey("example.org/log")));
    if (old === undefined || next === undefined) throw new Error("there are no keys");
    const note = writeNote(signNote(successionText(next.verifier), old));
    const bad = writeNote(signNote(`${successionText(old.verifier)}more\n`, next)).replace(
      "more\n",
      "less\n",
    );
    const notes = [...Array<string>(3000).fill(note), ...Array<string>(1000).fill(bad)];
    const log = write(FIRST, ["*"], [], { succession: notes });
    const before = performance.now();
    await verifyLog(store(log.entries), { keys: [old.verifier] });
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});
