import { beforeAll, describe, expect, it } from "vitest";
import { canonicalJson } from "../../encoding/canonical-json.ts";
import type { JsonObject } from "../../encoding/json.ts";
import type { AuditEntry } from "../entry.ts";
import { Frontier } from "../merkle/frontier.ts";
import { leafHash } from "../merkle/hash.ts";
import { writeCheckpoint } from "../note/checkpoint.ts";
import { cosign, readNote, signNote, writeNote } from "../../encoding/note/note.ts";
import { generateSignerKey, readSignerKey } from "../../encoding/note/note-key.ts";
import { proveRecord, type RecordProof, type WriterEntries } from "./prove-record.ts";
import { readTlogProof } from "./tlog-proof.ts";
import { type TlogProofFinding, verifyTlogProof } from "./verify-tlog-proof.ts";

const WRITER = "0123456789abcdef";
const OTHER = "fedcba9876543210";
const key = readSignerKey(generateSignerKey("example.org/log"));
const witness = readSignerKey(generateSignerKey("example.org/witness"));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Keeps entries, and counts what is read of them. */
class MemoryEntries implements WriterEntries {
  readonly all: AuditEntry[] = [];
  reads = 0;

  *entries(writer: string, from = 1): Generator<AuditEntry> {
    for (const entry of this.all)
      if (entry.writer === writer && entry.seq >= from) {
        this.reads += 1;
        yield entry;
      }
  }

  replace(seq: number, change: (text: string) => string): void {
    const place = this.all.findIndex((entry) => entry.writer === WRITER && entry.seq === seq);
    const entry = this.all[place];
    if (entry !== undefined) this.all[place] = { ...entry, text: change(entry.text) };
  }
}

/** Writes a writer's log, with a checkpoint at every tenth place. */
class Log {
  readonly #store: MemoryEntries;
  readonly #writer: string;
  readonly #frontier = new Frontier();

  constructor(store: MemoryEntries, writer: string) {
    this.#store = store;
    this.#writer = writer;
  }

  append(fields: JsonObject): void {
    const seq = this.#frontier.size + 1;
    const text = canonicalJson({ ...fields, v: 2, writer: this.#writer, seq });
    this.#store.all.push({ writer: this.#writer, seq, text });
    this.#frontier.append(leafHash(bytes(text)));
  }

  /** The note of a checkpoint over what is there. */
  note(): string {
    const origin = `example.org/log/${this.#writer}`;
    const { size } = this.#frontier;
    const text = writeCheckpoint({ origin, size, root: this.#frontier.root(), extensions: [] });
    return writeNote(signNote(text, key));
  }

  write(records: number): void {
    for (let count = 1; count <= records; count += 1)
      if ((this.#frontier.size + 1) % 10 === 0)
        this.append({ kind: "checkpoint", note: this.note() });
      else this.append({ kind: "decision", payload: { kind: "checkpoint", text: `é ${count}` } });
  }
}

let store = new MemoryEntries();
let log = new Log(store, WRITER);

beforeAll(() => renew());

function renew(): void {
  store = new MemoryEntries();
  log = new Log(store, WRITER);
  new Log(store, OTHER).write(13);
  log.write(45);
}

/** The note of the checkpoint record at a place. */
function noteAt(seq: number): string {
  const entry = store.all.find((one) => one.writer === WRITER && one.seq === seq);
  return (JSON.parse(entry?.text ?? "{}") as { note: string }).note;
}

/** A note with the witness's signature added, and the log's taken away if so wanted. */
function cosigned(note: string, only = false): string {
  const { text, signatures } = readNote(note) ?? { text: "", signatures: [] };
  const line = cosign(text, witness, 1_769_860_800);
  return writeNote({ text, signatures: only ? [line] : [...signatures, line] });
}

function verified(made: RecordProof, witnessed = false): TlogProofFinding | RecordProof {
  if (made.kind !== "proof") return made;
  const witnesses = witnessed ? [witness.cosigner] : [];
  return verifyTlogProof(made.proof, bytes(made.record), { key: key.verifier, witnesses });
}

describe("a record with its proof", () => {
  it("is had for every record that a checkpoint covers, under the first that does", async () => {
    for (let seq = 1; seq < 40; seq += 1) {
      const size = Math.floor(seq / 10) * 10 + 9;
      const made = await proveRecord(store, { writer: WRITER, seq });
      expect(made).toMatchObject({
        kind: "proof",
        size,
        record: store.all.find((one) => one.writer === WRITER && one.seq === seq)?.text,
      });
      expect(verified(made)).toMatchObject({
        kind: "proved",
        origin: `example.org/log/${WRITER}`,
        index: seq - 1,
        size,
      });
    }
  });

  it("is not had before a checkpoint covers it", async () => {
    for (const seq of [40, 41, 45])
      expect(await proveRecord(store, { writer: WRITER, seq })).toStrictEqual({
        kind: "no_checkpoint",
      });
  });

  it.each([0, -1, 46, 1.5, Number.NaN, 2 ** 53])(
    "is not had where there is none: %d",
    async (seq) => {
      expect(await proveRecord(store, { writer: WRITER, seq })).toStrictEqual({
        kind: "no_record",
      });
    },
  );

  it("is not had of a writer that nobody knows", async () => {
    expect(await proveRecord(store, { writer: "0".repeat(16), seq: 1 })).toStrictEqual({
      kind: "no_record",
    });
  });

  it("carries the signatures of witnesses that were kept elsewhere", async () => {
    const checkpoints = [
      "no note",
      cosigned(noteAt(30)),
      cosigned(noteAt(20), true),
      noteAt(20),
      cosigned(noteAt(20)),
    ];
    const made = await proveRecord(store, { writer: WRITER, seq: 12, checkpoints });
    expect(verified(made, true)).toMatchObject({ kind: "proved", size: 19 });
    const { signed } = readTlogProof(made.kind === "proof" ? made.proof : "") ?? {};
    expect(signed?.note.signatures.map(({ name }) => name).toSorted()).toStrictEqual([
      "example.org/log",
      "example.org/witness",
    ]);
    // The log's own signature comes from the log where only the witness's was kept.
    const only = { checkpoints: [cosigned(noteAt(20), true)] };
    expect(
      verified(await proveRecord(store, { writer: WRITER, seq: 12, ...only }), true).kind,
    ).toBe("proved");
    // A larger checkpoint that a witness signed goes before the log's first one.
    const larger = await proveRecord(store, {
      writer: WRITER,
      seq: 5,
      checkpoints: [cosigned(noteAt(30))],
    });
    expect(verified(larger, true)).toMatchObject({ kind: "proved", size: 29 });
  });

  it("can be under a checkpoint that is not in the log yet", async () => {
    const made = await proveRecord(store, { writer: WRITER, seq: 44, checkpoints: [log.note()] });
    expect(verified(made)).toMatchObject({ kind: "proved", size: 45 });
  });

  it("is not under a checkpoint of another writer, nor under one too small", async () => {
    const foreign = store.all.find((one) => one.writer === OTHER && one.seq === 10);
    const { note } = JSON.parse(foreign?.text ?? "{}") as { note: string };
    const made = await proveRecord(store, { writer: WRITER, seq: 3, checkpoints: [note] });
    expect(verified(made)).toMatchObject({ kind: "proved", origin: `example.org/log/${WRITER}` });
    const later = await proveRecord(store, { writer: WRITER, seq: 12, checkpoints: [noteAt(10)] });
    expect(verified(later)).toMatchObject({ kind: "proved", size: 19 });
  });

  it("is made in one pass to the checkpoint, and a few records before", async () => {
    store.reads = 0;
    await proveRecord(store, { writer: WRITER, seq: 25 });
    expect(store.reads).toBeLessThanOrEqual(6 + 29);
  });
});

describe("a damaged log", () => {
  it.each<readonly [string, () => void, string]>([
    [
      "was edited before the record",
      () => store.replace(3, (text) => text.replace("é", "e")),
      "are not those of the checkpoint",
    ],
    [
      "was edited at the record",
      () => store.replace(12, (text) => text.replace("é", "e")),
      "are not those of the checkpoint",
    ],
    [
      "was edited behind the record",
      () => store.replace(15, (text) => text.replace("é", "e")),
      "are not those of the checkpoint",
    ],
    ["lacks its beginning", () => void store.all.splice(13, 1), "record 1 is missing"],
    ["lacks a record before", () => void store.all.splice(13 + 4, 1), "record 5 is missing"],
    ["lacks a record behind", () => void store.all.splice(13 + 14, 1), "record 15 is missing"],
    [
      "has a checkpoint that is none",
      () => store.replace(20, (text) => text.replace("\\n19\\n", "\\n-\\n")),
      "record 20 is not a checkpoint",
    ],
    [
      "has a checkpoint of another size",
      () => store.replace(20, (text) => text.replace("\\n19\\n", "\\n18\\n")),
      "record 20 is not a checkpoint",
    ],
    [
      "has a checkpoint of another writer",
      () => store.replace(20, (text) => text.replace(`log/${WRITER}`, `log/${OTHER}`)),
      "record 20 is not a checkpoint",
    ],
    [
      "has a checkpoint without a note",
      () => store.replace(20, (text) => text.replace('"note"', '"nota"')),
      "record 20 is not a checkpoint",
    ],
  ])("gives no proof where it %s", async (_name, damage, reason) => {
    renew();
    damage();
    const made = await proveRecord(store, { writer: WRITER, seq: 12 });
    expect(made).toStrictEqual({
      kind: "damaged",
      reason: expect.stringContaining(reason) as string,
    });
    renew();
  });

  it("gives no proof where it was cut off before a checkpoint that was kept", async () => {
    renew();
    const note = noteAt(40);
    store.all.length -= 10;
    expect(
      await proveRecord(store, { writer: WRITER, seq: 12, checkpoints: [note] }),
    ).toStrictEqual({
      kind: "damaged",
      reason: "the log ends after 35 of 39 records",
    });
    renew();
  });

  it("is named by its store where that cannot read it", async () => {
    const broken: WriterEntries = {
      entries: () => {
        throw new Error("disk I/O error");
      },
    };
    await expect(proveRecord(broken, { writer: WRITER, seq: 1 })).rejects.toThrow("disk I/O error");
  });
});
