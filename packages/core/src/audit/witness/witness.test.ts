import { beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "../../encoding/base64.ts";
import { ConfigurationError } from "../../errors.ts";
import { Frontier } from "../merkle/frontier.ts";
import { EMPTY_ROOT, type Hash, leafHash } from "../merkle/hash.ts";
import { proveConsistency } from "../merkle/prove.ts";
import { writeCheckpoint } from "../note/checkpoint.ts";
import { checkNote, readNote, signNote, writeNote } from "../../encoding/note/note.ts";
import { generateSignerKey, readSignerKey, type SignerKey } from "../../encoding/note/note-key.ts";
import { Witness, type WitnessAnswer, type Witnessed, type WitnessStore } from "./witness.ts";

const NOW = Date.parse("2026-01-31T12:00:00.999Z");
const ORIGIN = "example.org/log";
const log = readSignerKey(generateSignerKey(ORIGIN));
const stranger = readSignerKey(generateSignerKey(ORIGIN));
const signer = readSignerKey(generateSignerKey("example.org/witness"));
const leaves: readonly Hash[] = Array.from({ length: 20 }, (_, index) =>
  leafHash(Uint8Array.of(index)),
);
const others = leaves.with(1, leafHash(Uint8Array.of(99)));

class MemoryWitnessStore implements WitnessStore {
  readonly kept = new Map<string, Witnessed>();
  readonly forks: (readonly [string, Witnessed, Witnessed])[] = [];
  /** What another process does between reading and writing. */
  meanwhile: () => void = () => undefined;

  latest(origin: string): Witnessed | undefined {
    return this.kept.get(origin);
  }

  advance(origin: string, size: number, next: Witnessed): boolean {
    this.meanwhile();
    if ((this.kept.get(origin)?.size ?? 0) !== size) return false;
    this.kept.set(origin, next);
    return true;
  }

  keepFork(origin: string, one: Witnessed, other: Witnessed): void {
    this.forks.push([origin, one, other]);
  }
}

let store = new MemoryWitnessStore();
let witness = witnessWith(store);

function witnessWith(kept: WitnessStore): Witness {
  return new Witness({ signer, logs: [log.verifier], store: kept, clock: () => NOW });
}

beforeEach(() => {
  store = new MemoryWitnessStore();
  witness = witnessWith(store);
});

function rootOf(size: number, hashes = leaves): Hash {
  const frontier = new Frontier();
  for (const hash of hashes.slice(0, size)) frontier.append(hash);
  return frontier.root();
}

interface Asked {
  readonly oldSize: number;
  readonly size: number;
  readonly key?: SignerKey;
  readonly origin?: string;
  readonly hashes?: readonly Hash[];
  readonly proof?: readonly Hash[];
}

async function request(asked: Asked): Promise<string> {
  const { oldSize, size, key = log, origin = ORIGIN, hashes = leaves } = asked;
  const proof = asked.proof ?? (await proveConsistency(Math.min(oldSize, size), size, hashes));
  const text = writeCheckpoint({ origin, size, root: rootOf(size, hashes), extensions: [] });
  const lines = [`old ${oldSize}`, ...proof.map(toBase64)];
  return `${lines.join("\n")}\n\n${writeNote(signNote(text, key))}`;
}

async function ask(asked: Asked): Promise<WitnessAnswer> {
  return witness.addCheckpoint(await request(asked));
}

describe("a witness", () => {
  it("signs each checkpoint that extends the one before, and says when", async () => {
    let oldSize = 0;
    for (const size of [3, 4, 4, 11, 20]) {
      const body = await request({ oldSize, size });
      const { status, body: line } = witness.addCheckpoint(body);
      expect(status).toBe(200);
      const text = body.slice(body.indexOf("\n\n") + 2);
      const note = readNote(text + line);
      expect(note && checkNote(note, signer.cosigner)).toBe("signed");
      expect(note && checkNote(note, log.verifier)).toBe("signed");
      const time = note?.signatures.at(-1)?.signature.slice(0, 8) ?? new Uint8Array();
      expect(Buffer.from(time).readBigUInt64BE()).toBe(BigInt(Math.floor(NOW / 1000)));
      expect(store.kept.get(ORIGIN)).toStrictEqual({ size, root: rootOf(size), note: text });
      oldSize = size;
    }
    expect(store.forks).toStrictEqual([]);
  });

  it("signs for origins below the name of a key, each on its own, and for no others", async () => {
    expect((await ask({ oldSize: 0, size: 5, origin: `${ORIGIN}/writer` })).status).toBe(200);
    expect((await ask({ oldSize: 0, size: 3 })).status).toBe(200);
    expect((await ask({ oldSize: 0, size: 3, origin: `${ORIGIN}s` })).status).toBe(404);
    expect((await ask({ oldSize: 0, size: 3, origin: "example.org" })).status).toBe(404);
    expect([...store.kept.keys()]).toStrictEqual([`${ORIGIN}/writer`, ORIGIN]);
  });

  it("tells a client that does not know the latest size what it is", async () => {
    await ask({ oldSize: 0, size: 7 });
    for (const oldSize of [0, 6, 8])
      expect(await ask({ oldSize, size: 9 })).toStrictEqual({
        status: 409,
        contentType: "text/x.tlog.size",
        body: "7\n",
      });
    expect(store.kept.get(ORIGIN)?.size).toBe(7);
  });

  it("does not sign a log that is shorter than it was", async () => {
    await ask({ oldSize: 0, size: 7 });
    expect((await ask({ oldSize: 5, size: 5 })).status).toBe(409);
    expect((await ask({ oldSize: 7, size: 5, proof: [] })).status).toBe(400);
    expect(store.kept.get(ORIGIN)?.size).toBe(7);
  });

  it("does not sign a history that was written anew", async () => {
    await ask({ oldSize: 0, size: 7 });
    expect((await ask({ oldSize: 7, size: 9, hashes: others })).status).toBe(422);
    expect((await ask({ oldSize: 7, size: 9, proof: [] })).status).toBe(422);
    expect(
      (await ask({ oldSize: 0, size: 3, origin: `${ORIGIN}/a`, proof: [EMPTY_ROOT] })).status,
    ).toBe(422);
    expect(store.kept.get(ORIGIN)?.root).toStrictEqual(rootOf(7));
  });

  it("keeps two checkpoints of one size with two roots: they prove that the log shows two histories", async () => {
    await ask({ oldSize: 0, size: 7 });
    for (const oldSize of [7, 0])
      expect((await ask({ oldSize, size: 7, hashes: others, proof: [] })).status).toBe(409);
    expect(store.forks.map(([origin, one, other]) => [origin, one.root, other.root])).toStrictEqual(
      [
        [ORIGIN, rootOf(7), rootOf(7, others)],
        [ORIGIN, rootOf(7), rootOf(7, others)],
      ],
    );
    expect(store.kept.get(ORIGIN)?.root).toStrictEqual(rootOf(7));
  });

  it("does not take another root than that of nothing for an empty log", async () => {
    const text = writeCheckpoint({ origin: ORIGIN, size: 0, root: rootOf(1), extensions: [] });
    const body = `old 0\n\n${writeNote(signNote(text, log))}`;
    expect(witness.addCheckpoint(body)).toMatchObject({ status: 409, body: "0\n" });
    expect(store.forks).toStrictEqual([]);
    expect((await ask({ oldSize: 0, size: 0 })).status).toBe(200);
  });

  it("does not sign what no known key has signed", async () => {
    expect((await ask({ oldSize: 0, size: 7, key: stranger })).status).toBe(403);
    const body = await request({ oldSize: 0, size: 7 });
    expect(witness.addCheckpoint(body.replace(`${ORIGIN}\n7\n`, `${ORIGIN}\n8\n`)).status).toBe(
      403,
    );
    expect(store.kept.size).toBe(0);
  });

  it("signs nothing where another process was quicker", async () => {
    await ask({ oldSize: 0, size: 7 });
    const body = await request({ oldSize: 7, size: 9 });
    store.meanwhile = () => store.kept.set(ORIGIN, { size: 12, root: rootOf(12), note: "" });
    expect(witness.addCheckpoint(body)).toMatchObject({ status: 409, body: "12\n" });
  });

  it("signs nothing where it cannot keep it", async () => {
    const broken = witnessWith({
      latest: () => undefined,
      advance: () => {
        throw new Error("disk full");
      },
      keepFork: () => undefined,
    });
    const body = await request({ oldSize: 0, size: 7 });
    expect(() => broken.addCheckpoint(body)).toThrow("disk full");
  });

  it("does not take the key of a witness for that of a log", () => {
    expect(() => new Witness({ signer, logs: [signer.cosigner], store, clock: () => NOW })).toThrow(
      ConfigurationError,
    );
  });

  it.each([
    ["nothing", () => ""],
    ["no old size", (body: string) => body.replace("old 0\n", "")],
    ["an old size with a zero before it", (body: string) => body.replace("old 0", "old 00")],
    ["a negative old size", (body: string) => body.replace("old 0", "old -1")],
    [
      "an old size beyond what can be counted",
      (body: string) => body.replace("old 0", "old 9007199254740993"),
    ],
    ["a hash that is too short", (body: string) => body.replace("old 0\n", "old 0\nAAAA\n")],
    ["a hash that is not base64", (body: string) => body.replace("old 0\n", "old 0\n????\n")],
    [
      "more hashes than any proof has",
      (body: string) => body.replace("old 0\n", `old 0\n${`${toBase64(EMPTY_ROOT)}\n`.repeat(64)}`),
    ],
    ["no empty line", (body: string) => body.replace("\n\n", "\n")],
    ["a note that is no checkpoint", () => `old 0\n\n${writeNote(signNote("hello\n", log))}`],
    ["a checkpoint that is not signed", (body: string) => body.slice(0, body.indexOf("—"))],
  ])("refuses a request with %s", async (_name, change) => {
    const body = change(await request({ oldSize: 0, size: 7 }));
    expect(witness.addCheckpoint(body).status).toBe(400);
    expect(store.kept.size).toBe(0);
  });
});
