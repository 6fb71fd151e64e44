import { describe, expect, it } from "vitest";
import {
  changed,
  makeLog,
  rechained,
  renumbered,
  signer,
  storeOf,
  WRITER,
} from "../../../test/tampering.ts";
import type { AuditEntry } from "../entry.ts";
import { generateSignerKey, readSignerKey } from "../../encoding/note/note-key.ts";
import { verifyLog } from "./verify-log.ts";

const RECORDS = 64;
const log = makeLog(RECORDS);
const { entries } = log;
/** The checkpoint that somebody kept. */
const kept = log.notes.at(-1) ?? "";
const positions = entries.map((_, index) => index + 1);
const checkpoints = positions.filter((seq) =>
  entries[seq - 1]?.text.startsWith('{"kind":"checkpoint"'),
);

async function findingsIn(
  rows: readonly AuditEntry[],
  notes: readonly string[] = [kept],
): Promise<readonly string[]> {
  const report = await verifyLog(storeOf(rows), {
    keys: [signer.verifier],
    checkpoints: notes.map((note, index) => ({ note, source: `copy ${index}` })),
  });
  expect(report.intact).toBe(report.findingCount === 0);
  return report.findings.map(({ kind, seq = 0, last }) =>
    last === undefined || last === seq ? `${kind} ${seq}` : `${kind} ${seq}-${last}`,
  );
}

const between = (first: number, last: number): string =>
  first === last ? `rewritten ${first}` : `rewritten ${first}-${last}`;

/** The kinds alone, each once. */
async function kindsIn(...made: Parameters<typeof findingsIn>): Promise<readonly string[]> {
  const found = await findingsIn(...made);
  return [...new Set(found.map((finding) => finding.split(" ")[0] ?? ""))];
}

/** What each tampering is found as, by position, where that is not what is expected. */
async function wrong(
  places: readonly number[],
  tamper: (seq: number) => readonly AuditEntry[],
  expected: (seq: number) => readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    places.map(async (seq) => ({
      seq,
      found: await findingsIn(tamper(seq)),
      expected: expected(seq),
    })),
  );
  return found
    .filter(({ found: is, expected: must }) => is.join() !== must.join())
    .map(({ seq, found: is }) => `${seq}: ${is.join()}`);
}

const edited = (seq: number, change: (text: string) => string): readonly AuditEntry[] =>
  entries.map((entry) => (entry.seq === seq ? { ...entry, text: change(entry.text) } : entry));
const without = (seq: number): readonly AuditEntry[] =>
  entries.filter((entry) => entry.seq !== seq);
const later = (text: string): string =>
  changed(text, (record) => (record["time"] = "2027-01-01T00:00:00.000Z"));

const unlink = (text: string): string =>
  changed(text, (record) => (record["prev"] = "f".repeat(64)));
const add = (text: string): string => changed(text, (record) => (record["x"] = 1));
const start = (seq: number): number => checkpoints.findLast((one) => one < seq) ?? 0;
const end = (seq: number): number => (checkpoints.find((one) => one > seq) ?? 0) - 1;
const insert = (seq: number): readonly AuditEntry[] => {
  const forged = { ...(entries[seq - 1] as AuditEntry) };
  const text = changed(forged.text, (record) => (record["time"] = "2027-01-01T00:00:00.000Z"));
  return [...entries.slice(0, seq - 1), { ...forged, text }, ...entries.slice(seq - 1)];
};
const cut = (seq: number): readonly AuditEntry[] => entries.slice(0, seq);

describe("a log of 64 records and a checkpoint, given one checkpoint kept outside", () => {
  it("is intact as it was written, and anchored up to the checkpoint", async () => {
    const report = await verifyLog(storeOf(entries), {
      keys: [signer.verifier],
      checkpoints: [{ note: kept, source: "a copy" }],
    });
    expect(entries).toHaveLength(RECORDS + 1);
    expect(report).toMatchObject({ intact: true, entries: 65, findings: [] });
    expect(report.writers).toMatchObject([
      { writer: WRITER, size: 65, checkpointed: 65, anchored: 64, closed: true },
    ]);
  });

  it("edited in any place, is edited there", async () => {
    expect(
      await wrong(
        positions,
        (seq) => edited(seq, later),
        (seq) => [`edited ${seq}`],
      ),
    ).toEqual([]);
  });

  it("with the link of any record changed, is edited there", async () => {
    expect(
      await wrong(
        positions,
        (seq) => edited(seq, unlink),
        (seq) => [`edited ${seq}`],
      ),
    ).toEqual([]);
  });

  it("with a member added to any record, is edited there", async () => {
    expect(
      await wrong(
        positions,
        (seq) => edited(seq, add),
        (seq) => [`edited ${seq}`],
      ),
    ).toEqual([]);
  });

  it.each(["", "{}", "[]", "null", "not JSON", '{"kind":"outcome"}'])(
    "with %j in any place, is edited there",
    async (text) => {
      expect(
        await wrong(
          positions,
          (seq) => edited(seq, () => text),
          (seq) => [`edited ${seq}`],
        ),
      ).toEqual([]);
    },
  );

  it("edited in any place and made to fit again without the key, is rewritten up to the next checkpoint", async () => {
    const places = positions.slice(0, -1).filter((seq) => !checkpoints.includes(seq));
    const found = await wrong(
      places,
      (seq) => rechained(edited(seq, later)),
      (seq) => [between(start(seq) + 1, end(seq))],
    );
    expect(found).toEqual([]);
  });

  it("with a record taken out in any place, lacks it", async () => {
    const last = RECORDS + 1;
    const expected = (seq: number): readonly string[] =>
      seq === last ? [`truncated ${last}`] : [`missing ${seq}`];
    expect(await wrong(positions, without, expected)).toEqual([]);
    expect(await wrong(positions, (seq) => renumbered(without(seq)), expected)).toEqual([]);
  });

  it("with several records taken out, lacks them", async () => {
    for (let first = 2; first <= 40; first += 1) {
      const rows = entries.filter(({ seq }) => seq < first || seq >= first + 10);
      expect(await findingsIn(rows)).toEqual([`missing ${first}-${first + 9}`]);
      expect(await findingsIn(renumbered(rows))).toEqual([`missing ${first}-${first + 9}`]);
    }
  });

  it("with any two records exchanged, is edited in both places", async () => {
    for (const one of positions)
      for (const other of positions.filter(
        (seq) => seq > one && (seq - one < 3 || seq % 7 === 0),
      )) {
        const text = (seq: number): string => entries[seq - 1]?.text ?? "";
        const rows = entries.map((entry) => {
          if (entry.seq === one) return { ...entry, text: text(other) };
          return entry.seq === other ? { ...entry, text: text(one) } : entry;
        });
        expect(await findingsIn(rows)).toEqual([`edited ${one}`, `edited ${other}`]);
      }
  });

  it("with a record put in before any other, has one too many there", async () => {
    // With the number of the one that it stands before, and with all after it numbered anew.
    expect(await wrong(positions, insert, (seq) => [`inserted ${seq}`])).toEqual([]);
    expect(
      await wrong(
        positions,
        (seq) => renumbered(insert(seq)),
        (seq) => [`inserted ${seq}`],
      ),
    ).toEqual([]);
  });

  it("with a record put behind the end, has one too many there", async () => {
    const extra = { ...(entries[2] as AuditEntry), seq: RECORDS + 2 };
    expect(await kindsIn(rechained([...entries, extra]))).toEqual(["inserted"]);
  });

  it("cut off anywhere, or rolled back to any earlier copy, is truncated there", async () => {
    const places = positions.slice(0, -1);
    expect(
      await wrong(places, cut, (seq) => [
        seq === RECORDS ? "truncated 65" : `truncated ${seq + 1}-65`,
      ]),
    ).toEqual([]);
  });

  it("of which nothing is left, is a gap", async () => {
    expect(await findingsIn([])).toEqual(["gap 1-64"]);
  });

  it("written anew by the holder of the key, does not fit the checkpoint", async () => {
    for (const size of [65, 64, 90])
      expect(await findingsIn(makeLog(size, "retold").entries)).toEqual(["rewritten 1-64"]);
  });

  it("without its signatures, has bad ones", async () => {
    const stripped = entries.map((entry) =>
      checkpoints.includes(entry.seq)
        ? {
            ...entry,
            text: changed(
              entry.text,
              (record) => (record["note"] = `${(record["note"] as string).split("\n\n")[0]}\n\n`),
            ),
          }
        : entry,
    );
    expect(await kindsIn(rechained(stripped))).toContain("bad_signature");
    for (const seq of checkpoints)
      expect(
        await kindsIn(
          stripped.map((row, index) => (row.seq === seq ? row : (entries[index] as AuditEntry))),
        ),
      ).toContain("bad_signature");
  });

  it("signed by another key, is signed badly", async () => {
    const other = makeLog(RECORDS, "told", readSignerKey(generateSignerKey("example.org/log")));
    expect(await kindsIn(other.entries)).toContain("bad_signature");
  });

  it("of which two signed checkpoints tell two stories, is forked", async () => {
    const [other = ""] = makeLog(RECORDS, "retold").notes.slice(-1);
    expect(await findingsIn(entries, [kept, other])).toContain("fork 1-64");
    const [earlier = ""] = makeLog(40, "retold").notes.slice(-1);
    expect(await findingsIn(entries, [kept, earlier])).toEqual(["fork 1-40"]);
  });

  it("is not verified against a checkpoint that nobody signed", async () => {
    expect(await kindsIn(entries, [kept.replace(/\n— .*\n$/u, "\n— x AAAAAAA=\n")])).toEqual([
      "bad_signature",
    ]);
    expect(await kindsIn(entries, ["nonsense"])).toEqual(["bad_signature"]);
  });
});

describe("what nobody can see without a checkpoint kept outside", () => {
  it.each<[string, readonly AuditEntry[]]>([
    ["an earlier copy that ends with a checkpoint", entries.slice(0, checkpoints[2])],
    ["an earlier copy that ends anywhere", entries.slice(0, 30)],
    ["a log that the holder of the key has written anew", makeLog(RECORDS, "retold").entries],
    ["no log at all", []],
  ])("is %s", async (_, rows) => {
    expect(await findingsIn(rows, [])).toEqual([]);
  });
});
